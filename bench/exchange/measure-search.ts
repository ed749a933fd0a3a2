import { setTimeout as sleep } from 'node:timers/promises';
import { addUser } from '../../__tests__/exchange/tenants.ts';
import { loadConfig } from '../../src/exchange/config/load-config.ts';
import { openStore } from '../../src/exchange/stores/open-store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { ADMIN_BASE, PATHS } from '../../src/protocol/token-exchange.ts';
import type { Row } from '../report.ts';
import { sendEvenly } from './even-load.ts';
import { sendLoad, WARM_UP_SHARE } from './load.ts';
import type { LoadResult } from './load-result.ts';
import { CONNECTIONS, type Scene } from './scene.ts';

const SEARCHED_EVENTS = 1_000_000;

/** A kind of database, and how a fresh one with so many audit events is made. */
export interface Searched {
  name: string;
  newDatabase(events: number): Promise<string>;
}

/** Milliseconds between two pages: somebody who reads them, or a script that does something with them. */
const PAUSE = 100;

/** One that finds nothing, those that look at much, and large pages. */
const SEARCHES = [
  'run_id=zz',
  'repository=acme/web&decision=refused',
  'decision=granted&limit=100',
  'until=2027-01-01',
  'repository=acme/unknown',
];

/** What an exchange waits while an administrator asks for one page after the other, and while nobody does. */
export async function measureSearch(
  scene: Scene,
  rate: number,
  { name, newDatabase }: Searched,
): Promise<Row[]> {
  const quiet = await latencies(scene, rate, await newDatabase(SEARCHED_EVENTS), null);
  const database = await newDatabase(SEARCHED_EVENTS);
  const searched = await latencies(scene, rate, database, await administrator(database));
  return [
    {
      what: `p99 while ${SEARCHED_EVENTS.toLocaleString('en')} audit events are searched, on ${name}`,
      ratio: searched.load.p99 / quiet.load.p99,
      base: 'while nobody does',
      budget: { atMost: 1.5 },
      detail: `${searched.load.p99.toFixed(2)} ms over ${quiet.load.p99.toFixed(2)} ms, ${searched.pages} pages, the slowest ${searched.slowest.toFixed(0)} ms`,
    },
  ];
}

interface Administrator {
  organizationId: string;
  token: string;
}

async function administrator(database: string): Promise<Administrator> {
  const config = loadConfig({ DOCKPASS_DATABASE: database });
  const store = await openStore(config.database, { random: systemRandom });
  try {
    const { token } = await addUser(store, { acme: 'admin' });
    const organization = await store.read(({ organizations }) => organizations.findByName('acme'));
    return { token, organizationId: organization?.id ?? '' };
  } finally {
    await store.close();
  }
}

async function latencies(
  { serve, bodies }: Scene,
  rate: number,
  database: string,
  admin: Administrator | null,
): Promise<{ load: LoadResult; pages: number; slowest: number }> {
  const server = await serve(database);
  const cold = Math.floor(bodies.length * WARM_UP_SHARE);
  const load = { url: server.url + PATHS.token, connections: CONNECTIONS };
  const ending = new AbortController();
  try {
    await sendLoad({ ...load, bodies: bodies.slice(0, cold) });
    const searching = admin && searchOn(server.url, admin, ending.signal);
    const result = await sendEvenly({ ...load, bodies: bodies.slice(cold) }, rate);
    ending.abort();
    return { load: result, ...((await searching) ?? { pages: 0, slowest: 0 }) };
  } finally {
    await server.stop();
  }
}

/** Page after page of each search, until `ending`. */
async function searchOn(
  url: string,
  { organizationId, token }: Administrator,
  ending: AbortSignal,
): Promise<{ pages: number; slowest: number }> {
  const list = `${url}${ADMIN_BASE}/organizations/${organizationId}/audit-events`;
  const durations: number[] = [];
  const pageOf = async (query: string) => {
    const asked = performance.now();
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${list}?${query}`, { headers });
    const said = await answer.text();
    if (answer.status !== 200) throw new Error(`${answer.status} ${said}`);
    durations.push(performance.now() - asked);
    await sleep(PAUSE);
    return (JSON.parse(said) as { next: string | null }).next;
  };
  while (!ending.aborted)
    for (const search of SEARCHES) {
      if (ending.aborted) break;
      let next = await pageOf(search);
      for (let page = 1; page < 5 && next !== null && !ending.aborted; page++)
        next = await pageOf(`${search}&after=${next}`);
    }
  return { pages: durations.length, slowest: Math.max(...durations) };
}
