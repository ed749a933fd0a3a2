import { beforeAll, expect, test } from '@jest/globals';
import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { describeOwnPostgres } from '../../support/postgres/databases.ts';
import { PRIVATE_CA_FILE, serverIdentity } from '../../support/tls.ts';

describeOwnPostgres('PostgreSQL with TLS', (postgres) => {
  beforeAll(() => postgres().server.restartWithTls(serverIdentity()));

  /** Whether the one connection of the store was encrypted, or why there was none. */
  async function connect(parameters: Record<string, string>, host = '127.0.0.1') {
    const { url, drop } = await postgres().createDatabase();
    const wanted = Object.assign(new URL(url), { hostname: host });
    for (const [name, value] of Object.entries(parameters)) wanted.searchParams.set(name, value);
    try {
      const store = await openPostgresStore({ url: wanted.href, random: systemRandom });
      await store.ping();
      const connections = await postgres().query<{ ssl: boolean }>(
        url,
        `select distinct s.ssl from pg_stat_ssl s join pg_stat_activity a using (pid)
         where a.application_name = 'dockpass' and a.datname = current_database()`,
      );
      await store.close();
      return connections.map(({ ssl }) => ssl);
    } catch (error) {
      return String(error);
    } finally {
      await drop();
    }
  }

  test('is verified with the authority that the URL names', async () => {
    const parameters = { sslmode: 'verify-full', sslrootcert: PRIVATE_CA_FILE };
    expect(await connect(parameters)).toEqual([true]);
  });

  test('whose authority is not known is refused', async () => {
    expect(await connect({ sslmode: 'verify-full' })).toMatch(/cannot be used: .*certificate/);
  });

  test('that goes by another name is refused', async () => {
    const parameters = { sslmode: 'verify-full', sslrootcert: PRIVATE_CA_FILE };
    // The same machine by an address that is not in the certificate.
    expect(await connect(parameters, '0.0.0.0')).toMatch(/cannot be used: .*does not match/);
  });

  test('is encrypted without knowing to whom, if the URL says no-verify', async () => {
    expect(await connect({ sslmode: 'no-verify' })).toEqual([true]);
  });

  test('is not used unless the URL asks for it', async () => {
    expect(await connect({})).toEqual([false]);
  });
});
