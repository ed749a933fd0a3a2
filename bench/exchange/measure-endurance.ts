import { PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { sendLoad } from './load.ts';
import { CONNECTIONS, type Scene } from './scene.ts';

/** ID tokens are signed in portions: all of them at once would not fit into memory. */
const PORTION = 20_000;

/** What is left in memory after many exchanges over what is left after the first tenth of them. */
export async function measureEndurance(scene: Scene, exchanges: number): Promise<Row[]> {
  const server = await scene.serve(await scene.newDatabase());
  const load = { url: server.url + PATHS.token, connections: CONNECTIONS };
  const send = async (count: number) => {
    for (let left = count; left > 0; left -= PORTION)
      await sendLoad({ ...load, bodies: await scene.moreBodies(Math.min(left, PORTION)) });
    return await server.heapUsed();
  };
  try {
    const tenth = Math.ceil(exchanges / 10);
    const before = await send(tenth);
    const after = await send(exchanges - tenth);
    const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
    return [
      {
        what: `memory after ${exchanges.toLocaleString('en')} exchanges`,
        ratio: after / before,
        base: `after ${tenth.toLocaleString('en')}`,
        budget: { atMost: 1.1 },
        detail: `${megabytes(after)} MiB over ${megabytes(before)} MiB in use`,
      },
    ];
  } finally {
    await server.stop();
  }
}
