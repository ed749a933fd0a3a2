import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isMissing } from '../../src/cli/open-store.ts';

/** Of nobody; only root may become somebody else. */
const ANOTHER_ACCOUNT = 65_534;
const asRoot = process.geteuid?.() === 0 ? test : test.skip;

asRoot(
  'in a folder that only another account may enter, no database is said to be missing',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dockpass-account-'));
    const database = { kind: 'sqlite', path: join(folder, 'dockpass.db') } as const;
    await chmod(folder, 0o700);
    try {
      expect(isMissing(database)).toBe(true);
      process.seteuid?.(ANOTHER_ACCOUNT);
      const seen = isMissing(database);
      process.seteuid?.(0);
      expect(seen).toBe(false);
    } finally {
      process.seteuid?.(0);
      await rm(folder, { recursive: true });
    }
  },
);
