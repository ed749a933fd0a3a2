import { setTimeout as sleep } from 'node:timers/promises';
import { type PageVisitor, signIn } from '../../__tests__/exchange/console/visitor.ts';
import { addUser } from '../../__tests__/exchange/tenants.ts';
import { loadConfig } from '../../src/exchange/config/load-config.ts';
import { openStore } from '../../src/exchange/stores/open-store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';
import { sendEvenly } from './even-load.ts';
import { sendLoad, WARM_UP_SHARE } from './load.ts';
import type { LoadResult } from './load-result.ts';
import { CONNECTIONS, type Scene } from './scene.ts';
import type { ServerProcess } from './server-process.ts';

const CROWDED = { projects: 10_000, events: 1_000_000 };

/** What people open, the searches that find much and little among them. */
const PAGES = [
  '/projects',
  '/projects?q=service-9',
  '/projects/acme/web',
  '/projects/acme/web/trust',
  '/projects/acme/web/activity',
  '/projects/acme/web/activity?decision=refused',
  '/projects/acme/web/settings',
  '/organizations/acme',
  '/organizations/acme/activity',
  '/organizations/acme/trust',
  '/account',
];

/** Each of them, to be sure of the median. */
const VIEWS = 40;

/** Milliseconds between two pages of somebody in a hurry. */
const PAUSE = 50;

/** What a page costs the server, and what exchanges wait while pages are opened. */
export async function measureConsole(scene: Scene): Promise<Row[]> {
  const database = await scene.newDatabase(CROWDED);
  const token = await adminToken(database);
  const server = await scene.serve(database);
  const rows: Row[] = [];
  let rate: number;
  try {
    const { exchange, perSecond } = await costOfExchange(scene, server);
    rate = perSecond / 2;
    const visitor = await signIn({ url: server.url, publicUrl: server.url }, token);
    for (const path of PAGES) rows.push(await pageRow({ visitor, server }, path, exchange));
  } finally {
    await server.stop();
  }
  return [...rows, await disturbanceRow(scene, rate)];
}

async function adminToken(database: string): Promise<string> {
  const config = loadConfig({ DOCKPASS_DATABASE: database });
  const store = await openStore(config.database, { random: systemRandom });
  try {
    return (await addUser(store, { acme: 'admin' })).token;
  } finally {
    await store.close();
  }
}

/** `exchange`: milliseconds of CPU, on all threads of the server. */
async function costOfExchange({ bodies }: Scene, server: ServerProcess) {
  const load = { url: server.url + PATHS.token, connections: CONNECTIONS };
  const cold = Math.floor(bodies.length * WARM_UP_SHARE);
  await sendLoad({ ...load, bodies: bodies.slice(0, cold) });
  const counted = bodies.slice(cold);
  const before = await server.cpuUsed();
  const { perSecond } = await sendLoad({ ...load, bodies: counted });
  return { exchange: ((await server.cpuUsed()) - before) / counted.length, perSecond };
}

/** CPU, because what somebody waits is the machine's as much as ours; `p50` has that, too. */
async function pageRow(
  { visitor, server }: { visitor: PageVisitor; server: ServerProcess },
  path: string,
  exchange: number,
): Promise<Row> {
  const openAll = async (count: number) => {
    const durations: number[] = [];
    for (let view = 0; view < count; view += 1) durations.push(await open(visitor, path));
    return durations;
  };
  await openAll(VIEWS * WARM_UP_SHARE);
  const before = await server.cpuUsed();
  const durations = await openAll(VIEWS);
  const cost = ((await server.cpuUsed()) - before) / VIEWS;
  return {
    what: `a page of the console: ${path}`,
    ratio: cost / exchange,
    base: 'CPU of an exchange',
    budget: { atMost: 20 },
    detail: `${cost.toFixed(1)} ms over ${exchange.toFixed(2)} ms; p50 ${median(durations).toFixed(1)} ms, the slowest ${Math.max(...durations).toFixed(1)} ms`,
  };
}

/** Milliseconds until all of it has arrived. */
async function open({ request }: PageVisitor, path: string): Promise<number> {
  const asked = performance.now();
  const answer = await request(path);
  await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  return performance.now() - asked;
}

async function disturbanceRow(scene: Scene, rate: number): Promise<Row> {
  const quiet = await latencies(scene, rate, false);
  const visited = await latencies(scene, rate, true);
  const [{ projects, events }, many] = [CROWDED, (count: number) => count.toLocaleString('en')];
  return {
    what: `p99 while pages are opened, ${many(projects)} projects and ${many(events)} audit events`,
    ratio: visited.load.p99 / quiet.load.p99,
    base: 'while nobody does',
    budget: { atMost: 1.5 },
    detail: `${visited.load.p99.toFixed(2)} ms over ${quiet.load.p99.toFixed(2)} ms, ${visited.views} pages`,
  };
}

async function latencies(
  { serve, bodies, newDatabase }: Scene,
  rate: number,
  isVisited: boolean,
): Promise<{ load: LoadResult; views: number }> {
  const database = await newDatabase(CROWDED);
  const token = await adminToken(database);
  const server = await serve(database);
  const cold = Math.floor(bodies.length * WARM_UP_SHARE);
  const load = { url: server.url + PATHS.token, connections: CONNECTIONS };
  const ending = new AbortController();
  try {
    await sendLoad({ ...load, bodies: bodies.slice(0, cold) });
    const visitor = await signIn({ url: server.url, publicUrl: server.url }, token);
    for (const path of PAGES) await open(visitor, path);
    const visiting = isVisited ? visitAll(visitor, ending.signal) : 0;
    const result = await sendEvenly({ ...load, bodies: bodies.slice(cold) }, rate);
    ending.abort();
    return { load: result, views: await visiting };
  } finally {
    await server.stop();
  }
}

async function visitAll(visitor: PageVisitor, ending: AbortSignal): Promise<number> {
  let views = 0;
  for (; !ending.aborted; views += 1) {
    await open(visitor, PAGES[views % PAGES.length] ?? '');
    await sleep(PAUSE);
  }
  return views;
}
