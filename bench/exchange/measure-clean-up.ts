import { EXPIRED_TOKENS_KEPT } from '../../src/exchange/stores/queries/purge.ts';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { sendEvenly } from './even-load.ts';
import { sendLoad, WARM_UP_SHARE } from './load.ts';
import { CONNECTIONS, type Scene } from './scene.ts';
import type { ExpiredTokens } from './seed.ts';

/** More than can be deleted while it is measured. */
const COUNT = 1_000_000;

/** A kind of database, and how a fresh one with expired tokens is made. */
export interface Cleaned {
  name: string;
  newDatabase(expired: ExpiredTokens): Promise<string>;
}

/**
 * What an exchange waits while expired tokens are deleted all the time, while as many are kept, which the
 * clean-up passes over twice a second, and while there are none.
 */
export async function measureCleanUp(
  scene: Scene,
  rate: number,
  { name, newDatabase }: Cleaned,
): Promise<Row[]> {
  const among = async (count: number, seconds: number) =>
    await latencies(scene, rate, await newDatabase({ count, seconds }));
  const quiet = await among(0, 0);
  const row = (what: string, { p99 }: { p99: number }): Row => ({
    what: `p99 while ${COUNT.toLocaleString('en')} expired tokens are ${what}, on ${name}`,
    ratio: p99 / quiet.p99,
    base: 'without any',
    detail: `${p99.toFixed(2)} ms over ${quiet.p99.toFixed(2)} ms`,
  });
  return [
    row('deleted', await among(COUNT, EXPIRED_TOKENS_KEPT + 1)),
    row('kept', await among(COUNT, 1)),
  ];
}

async function latencies({ serve, bodies }: Scene, rate: number, database: string) {
  const server = await serve(database, { purgeInterval: '500' });
  const cold = Math.floor(bodies.length * WARM_UP_SHARE);
  const load = { url: server.url + PATHS.token, connections: CONNECTIONS };
  try {
    await sendLoad({ ...load, bodies: bodies.slice(0, cold) });
    return await sendEvenly({ ...load, bodies: bodies.slice(cold) }, rate);
  } finally {
    await server.stop();
  }
}
