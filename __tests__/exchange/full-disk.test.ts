import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { openStore } from '../../src/exchange/stores/open-store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { CommandLine } from '../cli/command-line.ts';
import { describeSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { createWorld } from './api/admin/world.ts';
import { addRegistry, askToken } from './registry/dock.ts';
import { PUBLIC_URL, services } from './service.ts';
import { applyTrust } from './trusted.ts';

const ISSUER = 'https://token.actions.githubusercontent.com';

describeSmallDisk('a disk that is full', (mount) => {
  const start = services();
  let disk: SmallDisk | undefined;
  afterEach(() => {
    disk?.remove();
    disk = undefined;
  });
  const mounted = () => (disk = mount());

  async function startOn({ folder }: SmallDisk) {
    const service = await start({ folder });
    const readiness = async () => (await fetch(`${service.url}/readyz`)).status;
    return { ...service, readiness };
  }

  test('is a 503 with Retry-After wherever a write is needed; nothing needs a restart', async () => {
    const full = mounted();
    const { url, store, exchange, buildToken, revoke, narrow, log, readiness } =
      await startOn(full);
    const web = { resource: `${PUBLIC_URL}/acme/web` };
    const world = await createWorld(store);
    await addRegistry(store);
    const [issuer] = await store.read(({ issuers }) => issuers.all());
    const issuerId = issuer?.id;
    const patch = () =>
      fetch(`${url}/api/v1/issuers/${issuerId}`, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${world.tokens.operator}`,
          'content-type': 'application/json',
        },
        body: '{"enabled":false}',
      });
    const token = await buildToken(web);
    expect(await readiness()).toBe(200);

    full.fill();
    const change = await patch();
    expect([change.status, await change.json()]).toMatchObject([
      503,
      { code: 'store_unavailable' },
    ]);
    const refused = await exchange(web);
    expect(refused).toMatchObject({ status: 503, body: { reason: 'store_unavailable' } });
    const others = [
      await revoke(token),
      await narrow(token, web),
      await askToken(url, token, ['repository:acme/web:push']),
    ];
    expect(others.map(({ status }) => status)).toEqual([503, 503, 503]);
    for (const { headers } of [change, refused, ...others])
      expect(headers.get('retry-after')).toMatch(/^[1-9][0-9]?$/);
    expect(await readiness()).toBe(503);
    expect(log.join('')).toContain('disk is full');
    expect(log.join('')).not.toContain('cannot rollback');

    full.free();
    expect(await readiness()).toBe(200);
    expect((await exchange(web)).status).toBe(200);
    expect((await patch()).status).toBe(200);
  });

  test('is found by readiness alone, also if exchanges have filled it', async () => {
    const full = mounted();
    const { exchange, readiness } = await startOn(full);
    full.fill();
    expect(await readiness()).toBe(503);
    full.free();
    expect(await readiness()).toBe(200);
    full.fill();
    expect((await exchange()).status).toBe(503);
    expect(await readiness()).toBe(503);
  });

  test('is told by the command line, and what to do', async () => {
    const full = mounted();
    const path = join(full.folder, 'dockpass.db');
    const database = `sqlite:${path}`;
    // An exchange that runs: its -wal is there, and grows.
    const store = await openStore({ kind: 'sqlite', path }, { random: systemRandom });
    await applyTrust(store, ISSUER, [{}]);
    full.fill();
    const dockpass = await CommandLine.open();
    const run = (args: string[], input?: string) =>
      dockpass.run(args, input, { DOCKPASS_DATABASE: database });
    const commands: [string[], string?][] = [
      [['issuer', 'disable', ISSUER]],
      [['user', 'create', 'alice@example.com']],
      [['keys', 'rotate']],
      [['apply', '-', '--prune'], 'issuers: []\norganizations: []\n'],
    ];
    for (const [args, input] of commands) {
      const { exitCode, stderr } = await run(args, input);
      expect([args, exitCode, stderr]).toEqual([
        args,
        1,
        expect.stringMatching(/^dockpass: .*the disk is full; free some space/),
      ]);
      expect(stderr).not.toContain('cannot rollback');
    }
    await store.close();
    const unopened = await run(['issuer', 'disable', ISSUER]);
    expect([unopened.exitCode, unopened.stderr]).toEqual([
      1,
      expect.stringContaining('disk is full'),
    ]);
    expect(unopened.stderr).not.toContain('check DOCKPASS_DATABASE');
    const backup = await run(['backup', `${path}.backup`]);
    expect([backup.exitCode, backup.stderr]).toEqual([1, expect.stringContaining('disk is full')]);
    await dockpass.remove();
  });
});
