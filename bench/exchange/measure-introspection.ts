import { PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { median, pairedRatio } from '../statistics.ts';
import { sendLoad } from './load.ts';
import { CONNECTIONS, type Scene } from './scene.ts';

/** Introspections of a build token by itself, beside exchanges on the same database. */
export async function measureIntrospection(scene: Scene, rounds: number): Promise<Row[]> {
  const introspections: number[] = [];
  const exchanges: number[] = [];
  for (let round = 0; round < rounds; round++) {
    exchanges.push((await scene.durable()).perSecond);
    introspections.push(await introspectionsPerSecond(scene));
  }
  return [
    {
      what: 'introspections',
      ratio: pairedRatio(introspections, exchanges),
      base: 'durable exchanges',
      detail: `${median(introspections).toFixed(0)}/s over ${median(exchanges).toFixed(0)}/s`,
    },
  ];
}

async function introspectionsPerSecond(scene: Scene): Promise<number> {
  const server = await scene.serve(await scene.newDatabase());
  try {
    const token = await buildToken(server.url, scene.bodies[0] ?? '');
    const { perSecond } = await sendLoad({
      url: server.url + PATHS.introspect,
      bodies: scene.bodies.map(() => `token=${token}`),
      connections: CONNECTIONS,
      headers: { authorization: `Bearer ${token}` },
    });
    return perSecond;
  } finally {
    await server.stop();
  }
}

async function buildToken(url: string, body: string): Promise<string> {
  const answer = await fetch(url + PATHS.token, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
