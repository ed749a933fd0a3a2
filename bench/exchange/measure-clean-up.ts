import { PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { sendEvenly } from './even-load.ts';
import { sendLoad, WARM_UP_SHARE } from './load.ts';
import { CONNECTIONS, type Scene } from './scene.ts';

/** More than can be deleted while it is measured. */
const EXPIRED = 1_000_000;

/** What an exchange waits while expired rows are deleted all the time, and while there are none. */
export async function measureCleanUp(scene: Scene, rate: number): Promise<Row[]> {
  const quiet = await latencies(scene, rate, 0);
  const cleaning = await latencies(scene, rate, EXPIRED);
  return [
    {
      what: 'p99 while expired tokens are deleted',
      ratio: cleaning.p99 / quiet.p99,
      base: 'without any',
      detail: `${cleaning.p99.toFixed(2)} ms over ${quiet.p99.toFixed(2)} ms`,
    },
  ];
}

async function latencies({ newDatabase, serve, bodies }: Scene, rate: number, expired: number) {
  const server = await serve(await newDatabase({ expired }), { purgeInterval: '500' });
  const cold = Math.floor(bodies.length * WARM_UP_SHARE);
  const load = { url: server.url + PATHS.token, connections: CONNECTIONS };
  try {
    await sendLoad({ ...load, bodies: bodies.slice(0, cold) });
    return await sendEvenly({ ...load, bodies: bodies.slice(cold) }, rate);
  } finally {
    await server.stop();
  }
}
