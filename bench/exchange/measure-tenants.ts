import { setTimeout as sleep } from 'node:timers/promises';
import { newUser } from '../../__tests__/exchange/api/admin/administration.ts';
import { QUOTAS } from '../../src/exchange/policy/quotas.ts';
import { openSqliteStore } from '../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { pairedRatio } from '../statistics.ts';
import { sendLoad } from './load.ts';
import { CONNECTIONS, type Scene } from './scene.ts';
import type { Amounts } from './seed.ts';

/** As often as DOCKPASS_RATE_LIMIT_ADDRESS lets one address write. */
const WRITES_PER_SECOND = 20;

/** What one organization's jobs cost beside what another writes. */
export async function measureTenants(scene: Scene, rounds: number): Promise<Row[]> {
  const { limit: named } = QUOTAS.repositoryRelationships;
  return [
    {
      what: `cost of a refused exchange, ${named} relationships of another organization with its repository`,
      ...(await compare(rounds, {
        few: () => refusals(scene, { strangers: 1 }),
        many: () => refusals(scene, { strangers: named }),
      })),
      base: 'with one',
    },
    {
      what: 'cost for a bystander while another organization writes its quota full',
      ...(await compare(rounds, {
        few: () => bystanders(scene, { isWriting: false }),
        many: () => bystanders(scene, { isWriting: true }),
      })),
      base: 'while it writes nothing',
      budget: { atMost: 1.2 },
    },
  ];
}

type Measure = () => Promise<{ perSecond: number }>;

async function compare(
  rounds: number,
  { few, many }: { few: Measure; many: Measure },
): Promise<Pick<Row, 'ratio'>> {
  const costs = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    costs.few.push(1 / (await few()).perSecond);
    costs.many.push(1 / (await many()).perSecond);
  }
  return { ratio: pairedRatio(costs.many, costs.few) };
}

/** Jobs of acme/web, whose own project refuses them. */
async function refusals(scene: Scene, amounts: Amounts) {
  const server = await scene.serve(await scene.newDatabase({ ...amounts, refused: true }));
  try {
    return await sendLoad({ ...loadOn(scene, server.url), status: 400 });
  } finally {
    await server.stop();
  }
}

/** Jobs of acme/web beside an organization that has nearly all that it can have. */
async function bystanders(scene: Scene, { isWriting }: { isWriting: boolean }) {
  const database = await scene.newDatabase({
    strangers: 1,
    crowd: QUOTAS.organizationRelationships.limit - 2000,
  });
  const token = await strangerToken(database);
  const server = await scene.serve(database);
  const over = new AbortController();
  const writing = isWriting ? keepWriting(server.url, token, over.signal) : undefined;
  try {
    return await sendLoad(loadOn(scene, server.url));
  } finally {
    over.abort();
    await writing;
    await server.stop();
  }
}

function loadOn({ bodies }: Scene, url: string) {
  const resource = new URLSearchParams({ resource: `${url}/acme/web` }).toString();
  return {
    url: url + PATHS.token,
    bodies: bodies.map((body) => `${body}&${resource}`),
    connections: CONNECTIONS,
  };
}

async function strangerToken(database: string): Promise<string> {
  const path = database.replace(/^sqlite:/, '');
  const store = await openSqliteStore({ path, random: systemRandom });
  try {
    return await newUser(store, 'zoe@example.com', { evil: 'admin' });
  } finally {
    await store.close();
  }
}

/** One relationship after the other, of the weight that one can have. */
async function keepWriting(url: string, token: string, over: AbortSignal): Promise<void> {
  const api = `${url}/api/v1`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const get = async (path: string) => {
    const answer = await fetch(api + path, { headers });
    return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id;
  };
  const project = await get(`/organizations/${await get('/organizations')}/projects`);
  const refs = Array.from({ length: 75 }, (_, index) => `refs/heads/${index}-`.padEnd(100, 'x'));
  for (let number = 1; !over.aborted; number++) {
    const due = performance.now() + 1000 / WRITES_PER_SECOND;
    const rule = { repository: `evil/r${number}`, refs, permissions: ['pull'] };
    const path = `${api}/projects/${project}/trust-relationships`;
    const { status } = await fetch(path, { method: 'POST', headers, body: JSON.stringify(rule) });
    if (status !== 201) throw new Error(`the stranger's relationship was answered ${status}`);
    await sleep(Math.max(0, due - performance.now()));
  }
}
