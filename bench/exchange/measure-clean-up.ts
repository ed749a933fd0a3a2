import { PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { sendEvenly } from './even-load.ts';
import { sendLoad, WARM_UP_SHARE } from './load.ts';
import { CONNECTIONS, type Scene } from './scene.ts';

/** More than can be deleted while it is measured. */
const EXPIRED = 1_000_000;

/** A kind of database, and how a fresh one with expired tokens is made. */
export interface Cleaned {
  name: string;
  newDatabase(expired: number): Promise<string>;
}

/** What an exchange waits while expired rows are deleted all the time, and while there are none. */
export async function measureCleanUp(
  scene: Scene,
  rate: number,
  { name, newDatabase }: Cleaned,
): Promise<Row[]> {
  const quiet = await latencies(scene, rate, await newDatabase(0));
  const cleaning = await latencies(scene, rate, await newDatabase(EXPIRED));
  return [
    {
      what: `p99 while expired tokens are deleted, on ${name}`,
      ratio: cleaning.p99 / quiet.p99,
      base: 'without any',
      detail: `${cleaning.p99.toFixed(2)} ms over ${quiet.p99.toFixed(2)} ms`,
    },
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
