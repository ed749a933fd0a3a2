import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { quickFolder } from '../../support/quick-folder.ts';
import { copyTemplate } from '../../support/test-database.ts';
import { describeStore } from './conformance.ts';

describeStore('SQLite', async () => {
  const folder = await mkdtemp(join(quickFolder(), 'dockpass-store-'));
  const path = join(folder, 'dockpass.db');
  copyTemplate(path);
  return {
    open: () => openSqliteStore({ path, random: systemRandom }),
    drop: () => rm(folder, { recursive: true, force: true }),
  };
});
