import { beforeEach, expect, test } from '@jest/globals';
import { services } from '../../service.ts';
import { SHOP, type Tenants, tenants } from './acme.ts';

const start = services();

let world: Tenants;

beforeEach(async () => {
  world = await tenants(start, { trust: [{}, SHOP] });
});

const get = (query: string) => world.operator('GET', `/audit-events/export${query}`);

async function exchangedRuns(...runs: string[]): Promise<string[]> {
  const references: string[] = [];
  for (const run_id of runs) {
    const subject_token = world.service.idToken({ run_id });
    references.push((await world.service.exchange({ subject_token })).body.reference);
  }
  return references;
}

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);

test('events come oldest first, in the shape of every other answer about them', async () => {
  const references = await exchangedRuns('1', '2', '3');
  const { status, body } = await get('?project_id=acme/web&decision=granted');
  expect([status, idsOf(body.items), body.next]).toEqual([200, references, null]);
  const one = await world.operator('GET', `/audit-events/${references[0]}`);
  expect(body.items[0]).toEqual(one.body);
});

test('page by page, each once; and what is written since comes after the last', async () => {
  await exchangedRuns('1', '2', '3');
  const all = (await get('')).body.items as { id: string }[];
  const walked: string[] = [];
  let after = '';
  for (;;) {
    const { body } = await get(`?limit=2${after}`);
    walked.push(...idsOf(body.items));
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  expect(walked).toEqual(idsOf(all));
  const [later] = await exchangedRuns('4');
  const rest = await get(`?after=${all.at(-1)?.id}`);
  expect(idsOf(rest.body.items)).toEqual([later]);
});

test('the place must be one of an event that there is', async () => {
  const answer = await get('?after=01a209b1-dca3-714d-b524-232afac1fb50');
  expect(answer).toMatchObject({ status: 400, body: { faults: [{ at: '/after' }] } });
});
