import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN_ROUTES } from '../../../../src/exchange/api/admin/routes.ts';
import { PUBLIC_URL, type Service, services } from '../../service.ts';
import { call } from './administration.ts';
import { idsOf, nameOf, pathWith, request, worlds } from './requests.ts';

const start = services(afterAll);

let service: Service;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
});

const world = worlds(() => service);

const lists = ADMIN_ROUTES.filter(([, , { query }]) => query !== null);

interface Page {
  items: { id: string; name: string }[];
  next: string | null;
}

/** The API as the admin of a world of its own, whose organization has nothing but five projects. */
async function fiveProjects() {
  world.spent();
  const { tokens, emptyOrganizationId } = await world.current();
  const path = `/organizations/${emptyOrganizationId}/projects`;
  const api = (method: string, target: string, body?: object) =>
    call(service.url, tokens.admin, method, target, { body });
  const add = async (name: string) => (await api('POST', path, { name })).body.id as string;
  const ids: string[] = [];
  for (const name of ['p1', 'p2', 'p3', 'p4', 'p5']) ids.push(await add(name));
  const page = async (after: string | null, limit = 2): Promise<Page> =>
    (await api('GET', `${path}?limit=${limit}${after ? `&after=${after}` : ''}`)).body;
  return { path, ids, add, page, api, remove: (id?: string) => api('DELETE', `/projects/${id}`) };
}

const namesOf = ({ items }: Page) => items.map(({ name }) => name);

test('pages follow each other, and the last one says that it is', async () => {
  const { page } = await fiveProjects();
  const first = await page(null);
  const second = await page(first.next);
  const third = await page(second.next);
  expect([first, second, third].map(namesOf)).toEqual([['p1', 'p2'], ['p3', 'p4'], ['p5']]);
  expect(third.next).toBeNull();
});

test('a list that ends with its page has no page after it', async () => {
  const { page } = await fiveProjects();
  expect((await page(null, 5)).next).toBeNull();
});

test('what is added and removed meanwhile neither repeats nor hides another entry', async () => {
  const { ids, page, add, remove } = await fiveProjects();
  const first = await page(null);
  await remove(ids[0]);
  await remove(ids[1]);
  await remove(ids[3]);
  await add('p6');
  const second = await page(first.next);
  expect(namesOf(second)).toEqual(['p3', 'p5']);
  expect(namesOf(await page(second.next))).toEqual(['p6']);
});

test('the Link header leads to the next page, other parameters included', async () => {
  const { path, api } = await fiveProjects();
  const { headers } = await api('GET', `${path}?limit=3`);
  const [, target = ''] = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
  expect(target.startsWith(`${PUBLIC_URL}/api/v1${path}?`)).toBe(true);
  const next = await api('GET', target.slice(`${PUBLIC_URL}/api/v1`.length));
  expect(namesOf(next.body)).toEqual(['p4', 'p5']);
  expect(next.headers.get('link')).toBeNull();
});

test('a page for people has a hundred entries at most', async () => {
  const { path, api } = await fiveProjects();
  expect((await api('GET', `${path}?limit=100`)).status).toBe(200);
  expect((await api('GET', `${path}?limit=101`)).status).toBe(400);
});

describe.each(lists.map((route) => [nameOf(route), route] as const))('%s', (_, route) => {
  const get = async (query: string) => {
    const current = await world.current();
    const path = pathWith(route[1], idsOf(route, current, 'operator'));
    return await call(service.url, current.tokens.operator, 'GET', `${path}?${query}`);
  };

  test.each([
    ['limit=0', '/limit'],
    ['limit=1001', '/limit'],
    ['limit=many', '/limit'],
    ['limit=1.5', '/limit'],
    ['after=1', '/after'],
    ['page=2', '/page'],
  ])('refuses %s', async (query, at) => {
    const answer = await get(query);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.faults[0].at).toBe(at);
  });

  test('walked in steps of one shows what it shows at once', async () => {
    const all = (await get('limit=100')).body as Page;
    const wanted = all.items.slice(0, 4);
    const walked: unknown[] = [];
    let next: string | null = null;
    while (walked.length < wanted.length) {
      const page: Page = (await get(`limit=1${next ? `&after=${next}` : ''}`)).body;
      walked.push(...page.items);
      next = page.next;
      if (next === null) break;
    }
    expect(walked).toEqual(wanted);
  });
});

test('an organization is listed for its members, and every one for operators', async () => {
  world.spent();
  const current = await world.current();
  const route = lists.find((one) => nameOf(one) === 'GET /organizations');
  if (!route) throw new Error('no such list');
  const namesFor = async (caller: 'stranger' | 'member' | 'operator') =>
    namesOf((await request(service, current, caller, route)).body);
  expect(await namesFor('member')).toEqual([current.name, `${current.name}-empty`]);
  expect(await namesFor('stranger')).toEqual([`${current.name}-other`]);
  expect(await namesFor('operator')).toEqual(
    expect.arrayContaining(['acme', current.name, `${current.name}-other`]),
  );
});
