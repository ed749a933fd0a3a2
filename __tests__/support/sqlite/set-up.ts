import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { quickFolder } from '../quick-folder.ts';

/** Once before all test files: a database file with our schema, of which each service gets a copy. */
export default async function setUp(): Promise<void> {
  const folder = mkdtempSync(join(quickFolder(), 'dockpass-template-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'dockpass.db');
  const store = await openStore({ kind: 'sqlite', path }, { random: systemRandom });
  await store.close();
  process.env.TEST_DATABASE_FILE = path;
}
