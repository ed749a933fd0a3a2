import { chmod, chown, mkdir, mkdtemp, realpath, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { compileCacheFolder } from '../../src/cli/compile-cache.ts';
import { isMissing } from '../../src/cli/open-store.ts';

/** Of nobody; only root may become somebody else. */
const ANOTHER_ACCOUNT = 65_534;
const asRoot = process.geteuid?.() === 0 ? test : test.skip;

let home: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'dockpass-account-')));
});
afterEach(() => rm(home, { recursive: true }));

asRoot(
  'in a folder that only another account may enter, no database is said to be missing',
  async () => {
    const database = { kind: 'sqlite', path: join(home, 'dockpass.db') } as const;
    await chmod(home, 0o700);
    try {
      expect(isMissing(database)).toBe(true);
      process.seteuid?.(ANOTHER_ACCOUNT);
      const seen = isMissing(database);
      process.seteuid?.(0);
      expect(seen).toBe(false);
    } finally {
      process.seteuid?.(0);
    }
  },
);

describe('what is compiled is kept', () => {
  const account = process.geteuid?.();
  const folderFor = (env: NodeJS.ProcessEnv = {}) =>
    compileCacheFolder({ HOME: home, ...env }, account);
  const kept = () => join(home, '.cache', 'dockpass');

  test('in a folder of the account, which nobody else can read or write', async () => {
    expect(folderFor()).toBe(kept());
    expect((await stat(kept())).mode & 0o777).toBe(0o700);
    expect(folderFor()).toBe(kept());
    expect(folderFor({ XDG_CACHE_HOME: join(home, 'caches') })).toBe(join(home, 'caches/dockpass'));
    expect(folderFor({ XDG_CACHE_HOME: 'relative' })).toBe(kept());
  });

  test.each([0o777, 0o770, 0o755, 0o701, 0o1777])('not in a folder of mode %o', async (mode) => {
    folderFor();
    await chmod(kept(), mode);
    expect(folderFor()).toBeUndefined();
  });

  test('not below a folder in which others can replace it, unless they can only replace their own', async () => {
    folderFor();
    await chmod(home, 0o777);
    expect(folderFor()).toBeUndefined();
    await chmod(home, 0o1777);
    expect(folderFor()).toBe(kept());
  });

  test('not where a link leads to such a folder', async () => {
    const shared = join(home, 'shared');
    await mkdir(join(shared, 'dockpass'), { recursive: true, mode: 0o700 });
    await chmod(shared, 0o777);
    await symlink(shared, join(home, '.cache'));
    expect(folderFor()).toBeUndefined();
  });

  test('not where no folder can be made', () => {
    expect(folderFor({ XDG_CACHE_HOME: '/proc/none' })).toBeUndefined();
  });

  asRoot('not in, nor below, a folder of another account', async () => {
    folderFor();
    await chown(home, ANOTHER_ACCOUNT, ANOTHER_ACCOUNT);
    expect(folderFor()).toBeUndefined();
    await chown(home, 0, 0);
    await chown(kept(), ANOTHER_ACCOUNT, ANOTHER_ACCOUNT);
    expect(folderFor()).toBeUndefined();
  });
});
