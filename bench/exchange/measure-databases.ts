import { findPrograms } from '../../__tests__/support/postgres/programs.ts';
import { PostgresServer } from '../../__tests__/support/postgres/server.ts';
import { openPostgresStore } from '../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { median, pairedRatio } from '../statistics.ts';
import { createDatabase, furnish } from './database.ts';
import { sendLoad } from './load.ts';
import { measureCleanUp } from './measure-clean-up.ts';
import { measureSearch } from './measure-search.ts';
import { CONNECTIONS, type Scene } from './scene.ts';
import { seedEvents, seedExpired } from './seed-postgres.ts';

/**
 * Exchanges on a PostgreSQL of this machine's, by one process and by two, beside SQLite; and what they
 * wait while it is cleaned up.
 */
export async function measureDatabases(scene: Scene, rounds: number): Promise<Row[]> {
  const programs = findPrograms();
  if (!programs) return [{ what: 'PostgreSQL', detail: 'SKIPPED: there is none on this machine' }];
  const postgres = await PostgresServer.create(programs, { fsync: 'on' });
  try {
    const sqlite: number[] = [];
    const one: number[] = [];
    const two: number[] = [];
    let searched = 0;
    for (let round = 0; round < rounds; round++) {
      sqlite.push((await scene.durable()).perSecond);
      one.push(
        await exchangesPerSecond(scene, await freshDatabase(scene, postgres, `a${round}`), 1),
      );
      two.push(
        await exchangesPerSecond(scene, await freshDatabase(scene, postgres, `b${round}`), 2),
      );
    }
    return [
      {
        what: 'exchanges on PostgreSQL, one process',
        ratio: pairedRatio(one, sqlite),
        base: 'on SQLite',
        detail: `${median(one).toFixed(0)}/s over ${median(sqlite).toFixed(0)}/s`,
      },
      {
        what: 'exchanges on PostgreSQL, two processes',
        ratio: pairedRatio(two, one),
        base: 'one process',
        budget: { atLeast: 1.6 },
        detail: `${median(two).toFixed(0)}/s over ${median(one).toFixed(0)}/s; wants a core for each process, PostgreSQL and the load`,
      },
      ...(await measureCleanUp(scene, median(one) / 2, {
        name: 'PostgreSQL',
        async newDatabase(expired) {
          const { count, seconds } = expired;
          const url = await freshDatabase(scene, postgres, `expired_${count}_${seconds}`);
          await seedExpired(url, expired);
          return url;
        },
      })),
      ...(await measureSearch(scene, median(one) / 2, {
        name: 'PostgreSQL',
        async newDatabase(events) {
          const url = await freshDatabase(scene, postgres, `searched_${++searched}`);
          await seedEvents(url, events);
          return url;
        },
      })),
    ];
  } finally {
    await postgres.remove();
    programs.remove();
  }
}

async function freshDatabase(
  { issuer }: Scene,
  postgres: PostgresServer,
  name: string,
): Promise<string> {
  const url = await createDatabase(postgres, name);
  await furnish(await openPostgresStore({ url, random: systemRandom }), issuer);
  return url;
}

/** The same connections and requests in all, shared by the processes. */
async function exchangesPerSecond(
  scene: Scene,
  database: string,
  processes: number,
): Promise<number> {
  const ports = Array.from({ length: processes }, (_, index) => (index === 0 ? {} : { port: '0' }));
  const servers = await Promise.all(ports.map((settings) => scene.serve(database, settings)));
  try {
    const share = Math.floor(scene.bodies.length / processes);
    const results = await Promise.all(
      servers.map((server, index) =>
        sendLoad({
          url: server.url + PATHS.token,
          bodies: scene.bodies.slice(index * share, (index + 1) * share),
          connections: CONNECTIONS / processes,
        }),
      ),
    );
    return results.reduce((sum, { perSecond }) => sum + perSecond, 0);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
