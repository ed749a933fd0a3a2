import { expect, test } from '@jest/globals';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import { describeOwnPostgres } from '../support/postgres/databases.ts';
import { eventually } from './eventually.ts';
import { askToken } from './registry/dock.ts';
import { replicatedExchanges } from './replicas.ts';
import { send } from './service.ts';

describeOwnPostgres('while PostgreSQL is down', (postgres) => {
  const start = replicatedExchanges(postgres);

  test('every request says so and when to come back; afterwards nothing needs a restart', async () => {
    const { replicas, idToken } = await start();
    const [{ installation, exchange }] = replicas;
    const { url } = installation;
    const readiness = async () => (await fetch(`${url}/readyz`)).status;
    const post = (path: string, token: string) =>
      send(url + path, new URLSearchParams({ token }), { authorization: `Bearer ${token}` });
    const before = await eventually(async () => {
      const answer = await exchange(idToken());
      return answer.status === 200 ? answer.body : undefined;
    });
    const { server } = postgres();

    await server.stop();
    const kept = idToken();
    const refused = await exchange(kept);
    expect(refused).toMatchObject({
      status: 503,
      body: { error: 'temporarily_unavailable', reason: 'store_unavailable' },
    });
    const others = [
      await post(PATHS.revoke, before.access_token),
      await post(PATHS.introspect, before.access_token),
      await askToken(url, before.access_token, ['repository:acme/web:push']),
    ];
    expect(others.map(({ status }) => status)).toEqual([503, 503, 503]);
    for (const { headers } of [refused, ...others])
      expect(headers.get('retry-after')).toMatch(/^[1-9][0-9]?$/);
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { status: 'unavailable', checks: { database: 'failed' } },
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const { reference } = refused.body;

    await server.start();
    await eventually(async () => ((await readiness()) === 200 ? true : undefined));
    // What was refused is not spent, and what was answered before is there.
    expect((await exchange(kept)).status).toBe(200);
    expect(await installation.introspect(before.access_token)).toMatchObject({ active: true });
    // The event that had no database to go to is in the log, with why, and nowhere else.
    expect((await installation.audit()).map(({ id }) => id)).not.toContain(reference);
    const lines = installation.log.split('\n').filter((line) => line.includes(reference));
    expect(lines.join('\n')).toMatch(/audit event could not be written.*/);
    expect(lines.join('\n')).toContain('ECONNREFUSED');
    expect(installation.log).not.toContain(new URL(server.url('')).password);
  });
});

describeOwnPostgres('while PostgreSQL takes no writes', (postgres) => {
  const start = replicatedExchanges(postgres);

  test('jobs, administrators and load balancers hear so, and the command line says why', async () => {
    const { replicas, idToken, databaseUrl, issuer } = await start();
    const [{ installation, exchange }] = replicas;
    const { url } = installation;
    const created = ['user', 'create', 'alice@example.com', '--operator', '--token'];
    const token = (await installation.dockpass(...created)).stdout.match(/dpu_\w+/)?.[0];
    const readiness = async () => (await fetch(`${url}/readyz`)).status;
    expect((await exchange(idToken())).status).toBe(200);
    expect(await readiness()).toBe(200);
    const { pathname } = new URL(databaseUrl);
    // As after a failover to a standby; new connections are asked whether they may write.
    const setReadOnly = async (value: string) => {
      const name = pathname.slice(1);
      const statements = [
        `alter database ${name} set default_transaction_read_only = ${value}`,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      ];
      for (const statement of statements)
        await postgres().query(postgres().server.url('postgres'), statement);
    };

    await setReadOnly('on');
    const answers = await Promise.all([
      eventually(async () => {
        const answer = await exchange(idToken());
        return answer.body.reason === 'store_unavailable' ? answer : undefined;
      }),
      eventually(async () => {
        const answer = await fetch(`${url}/api/v1/organizations`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: '{"name":"beta"}',
        });
        return installation.log.includes('read-only transaction') ? answer : undefined;
      }),
    ]);
    for (const { status, headers } of answers)
      expect([status, headers.get('retry-after')]).toEqual([503, expect.any(String)]);
    expect(await readiness()).toBe(503);
    const commands = [
      ['issuer', 'disable', issuer.url],
      ['keys', 'rotate'],
      ['user', 'create', 'bob@example.com'],
    ];
    for (const command of commands) {
      const { exitCode, stderr } = await installation.dockpass(...command);
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringMatching(/^dockpass: The database postgres:.* cannot be used: .*read-only/),
      ]);
    }

    await setReadOnly('off');
    await eventually(async () => ((await readiness()) === 200 ? true : undefined));
    expect((await exchange(idToken())).status).toBe(200);
  });
});
