import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStore } from '../../../../src/exchange/stores/open-store.ts';
import type { Records } from '../../../../src/exchange/stores/ports/records.ts';
import { type Service, services } from '../../service.ts';
import { call, newUser } from './administration.ts';
import { worlds } from './requests.ts';
import { CALLERS, type Caller, type World } from './world.ts';

const start = services(afterAll);

let service: Service;
/** What the exchange has asked its records for, if it is watched. */
let asked: string[] = [];

beforeAll(async () => {
  service = await start({
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
    overrides: {
      async openStore(...options) {
        const store = await openStore(...options);
        return {
          ...store,
          read: (work) => store.read((records) => work(watched(records))),
          change: (work) => store.change((records) => work(watched(records))),
        };
      },
    },
  });
});

/** The records, noting what each is asked. */
function watched(records: Records): Records {
  return Object.fromEntries(
    Object.entries(records).map(([kind, members]) => [
      kind,
      Object.fromEntries(
        Object.entries(members).map(([name, member]) => [
          name,
          (...parameters: unknown[]) => {
            asked.push(`${kind}.${name}`);
            return (member as (...parameters: unknown[]) => unknown)(...parameters);
          },
        ]),
      ),
    ]),
  ) as unknown as Records;
}

const world = worlds(() => service);

const sendAs = async (caller: Caller, method: string, path: string, body?: unknown) =>
  await call(service.url, (await world.current()).tokens[caller], method, path, { body });

const ofWorld = async () => {
  const current: World = await world.current();
  return { name: current.name, ids: current.ids('admin') };
};

describe('large bodies', () => {
  /** The status that is answered before a byte of the body has been sent. */
  async function statusBeforeBody(caller: Caller, path: string): Promise<number | undefined> {
    const token = (await world.current()).tokens[caller];
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const sent = httpRequest(`${service.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        'content-type': 'application/json',
        'content-length': 16 * 1024 * 1024,
      },
    });
    const late = setTimeout(() => reject(new Error(`${caller}: the body was waited for`)), 3000);
    sent.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject);
    sent.flushHeaders();
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      sent.on('error', () => {}).destroy();
    }
  }

  test.each(CALLERS.filter((caller) => caller !== 'operator'))(
    'are not read for %s, who may not apply',
    async (caller) => {
      const status = caller === 'nobody' || caller === 'disabled' ? 401 : 403;
      for (const path of ['/policy/apply', '/policy/plan'])
        expect([path, await statusBeforeBody(caller, path)]).toEqual([path, status]);
    },
  );

  test('of an operator hold up nobody for longer than it takes to parse them', async () => {
    const token = (await world.current()).tokens.operator;
    const body = `{"policy":[${'1,'.repeat(1024 * 1024)}1]}`;
    const send = () =>
      fetch(`${service.url}/api/v1/policy/plan`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
      });
    const timeOf = async (work: () => unknown) => {
      const began = performance.now();
      await work();
      return performance.now() - began;
    };
    const parsing = await timeOf(() => JSON.parse(body));
    const answering = await timeOf(async () => expect((await send()).status).toBe(400));
    // It was fifty times as long when each value was looked at.
    expect(answering).toBeLessThan(1000 + 15 * parsing);
  });

  test.each([
    '{"policy":'.repeat(5000),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    `{"policy":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
    '{"policy":{"__proto__":{"users":[]}}}',
    '{"policy":{"organizations":[{"name":"constructor"}],"toString":1}}',
    '{"policy":"&a [*a, *a]"}',
  ])('that are hostile are refused, %#', async (body) => {
    const { tokens } = await world.current();
    for (const path of ['plan', 'apply']) {
      const { status } = await fetch(`${service.url}/api/v1/policy/${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${tokens.operator}`,
          'content-type': 'application/json',
          'idempotency-key': `hostile-${body.length}`,
        },
        body,
      });
      expect([path, status]).toEqual([path, 400]);
    }
  });
});

test.each([
  [String.raw`a\u0000b`, 400],
  [String.raw`\\\u0000`, 400],
  [String.raw`\\u0000`, 201],
  [String.raw`\\\\u0000`, 201],
])(
  'NUL is refused however it is written, and what only looks like it is not: %s',
  async (text, status) => {
    const { tokens } = await world.current();
    const answer = await fetch(`${service.url}/api/v1/user/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.member}`, 'content-type': 'application/json' },
      body: `{"description":"${text}"}`,
    });
    expect(answer.status).toBe(status);
  },
);

describe('names', () => {
  const asks = async (caller: Caller, method: string, path: string) => {
    asked = [];
    const { status, body } = await sendAs(caller, method, path);
    return { status, body, asked };
  };

  test('that are guessed cost the same time whether there is such a thing or not', async () => {
    const { name } = await ofWorld();
    const web = encodeURIComponent(`${name}/web`);
    const none = encodeURIComponent(`${name}/none`);
    for (const [method, paths] of [
      ['GET', [`/organizations/${name}`, '/organizations/nobody']],
      ['GET', [`/organizations/${name}/members`, '/organizations/nobody/members']],
      [
        'DELETE',
        [
          `/organizations/${name}/members/target@${name}.example.com`,
          `/organizations/nobody/members/target@${name}.example.com`,
        ],
      ],
      ['GET', [`/projects/${web}`, `/projects/${none}`, '/projects/no%2Fwhere']],
      ['GET', [`/projects/${web}/builder`, `/projects/${none}/builder`]],
      ['DELETE', [`/projects/${web}`, `/projects/${none}`, '/projects/no%2Fwhere']],
      ['GET', [`/projects?path=${name}/web`, `/projects?path=${name}/none`, '/projects?path=a/b']],
    ] as const) {
      const answers = [];
      for (const path of paths) answers.push(await asks('stranger', method, path));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
    const own = `/organizations/${name}-other/audit-events?project_id=`;
    expect(await asks('stranger', 'GET', `${own}${name}/web`)).toEqual(
      await asks('stranger', 'GET', `${own}no/where`),
    );
  });

  test('that are spelled otherwise name nothing, and break nothing', async () => {
    const { name, ids } = await ofWorld();
    for (const [caller, path] of [
      ['admin', `/organizations/${name.toUpperCase()}`],
      ['admin', `/organizations/${encodeURIComponent(name.replace('w', '\uff57'))}`],
      ['admin', `/organizations/${name}%20`],
      ['admin', `/organizations/${name}%00`],
      ['admin', `/organizations/%2e%2e%2f${name}`],
      ['admin', `/organizations/%252e%252e`],
      ['admin', '/organizations/%ff'],
      ['admin', '/organizations/%zz'],
      ['admin', '/organizations/__proto__'],
      ['admin', `/organizations/${'x'.repeat(43)}`],
      ['admin', `/organizations/${'x'.repeat(8000)}`],
      ['admin', `/organizations/${ids.organization_id?.toUpperCase()}`],
      ['admin', `/projects/${name}%252Fweb`],
      ['admin', `/projects/${name}%2Fweb%2F`],
      ['admin', `/projects/${name}%2F..%2Fweb`],
      ['admin', `/projects/${name}%5Cweb`],
      ['admin', `/projects/${name}%2FWEB`],
      ['admin', `/projects/%2F${name}%2Fweb`],
      ['admin', `/organizations/${name}/members/target@${name}.example.com%0A`],
      ['operator', `/users/%C4%B0@${name}.example.com`],
      ['operator', `/users/target@${name}.example.com%00`],
      ['operator', '/users/%40'],
      ['operator', '/issuers/https:%2F%2Fnowhere'],
      ['operator', `/registries/${'x'.repeat(43)}`],
    ] as const)
      expect([path, (await sendAs(caller, 'GET', path)).status]).toEqual([path, 404]);
  });
});

describe('with what is not theirs to have', () => {
  test('nobody but an operator plans, applies, exports or reads the events of all', async () => {
    const policy = { policy: { issuers: [], users: [], organizations: [] }, prune: true };
    for (const caller of CALLERS.filter((one) => one !== 'operator')) {
      const status = caller === 'nobody' || caller === 'disabled' ? 401 : 403;
      for (const [method, path, body] of [
        ['GET', '/policy'],
        ['POST', '/policy/plan', policy],
        ['POST', '/policy/apply', policy],
        ['GET', '/audit-events'],
        ['GET', '/audit-events/export'],
        ['GET', '/audit-events/export?after=not-an-id'],
      ] as const)
        expect([caller, path, (await sendAs(caller, method, path, body)).status]).toEqual([
          caller,
          path,
          status,
        ]);
    }
  });

  test("an organization's events take no place of another's for a cursor", async () => {
    const { name, ids } = await ofWorld();
    const search = async (after: string | undefined) => {
      const path = `/organizations/${name}-other/audit-events?after=${after}`;
      const { status, body } = await sendAs('stranger', 'GET', path);
      return { status, body };
    };
    const nowhere = await search(ids.organization_id);
    expect(nowhere.status).toBe(400);
    expect(await search(ids.audit_event_id)).toEqual(nowhere);
  });

  test('a remote operator sees and revokes no tokens of others', async () => {
    const { ids } = await ofWorld();
    const theirs = (await world.current()).ids('member').token_id;
    for (const [method, path] of [
      ['GET', `/user/tokens/${theirs}`],
      ['DELETE', `/user/tokens/${theirs}`],
      ['GET', `/users/${ids.user_id}/tokens`],
      ['POST', `/users/${ids.user_id}/tokens`],
      ['POST', '/tokens/revoke'],
      ['GET', '/keys'],
      ['POST', '/keys/rotate'],
      ['GET', '/signing-keys'],
    ] as const)
      expect([path, (await sendAs('operator', method, path)).status]).toEqual([path, 404]);
  });

  test('a revoked token opens nothing, nor repeats what it did', async () => {
    const token = await newUser(service.store, 'thief@example.com', { operator: true });
    const headers = { 'idempotency-key': 'stolen' };
    const create = () =>
      call(service.url, token, 'POST', '/user/tokens', { headers, body: { description: 'mine' } });
    expect((await create()).status).toBe(201);
    const { body } = await call(service.url, token, 'GET', '/user/tokens');
    for (const { id } of body.items) await call(service.url, token, 'DELETE', `/user/tokens/${id}`);
    expect((await create()).status).toBe(401);
  });
});

test('events of a policy that was applied are read by those alone whose part they tell of', async () => {
  const { name } = await ofWorld();
  const { issuer, tokens } = await world.current();
  const { body: exported } = await sendAs('operator', 'GET', '/policy');
  const { policy } = exported;
  const other = policy.organizations.find((one: { name: string }) => one.name === `${name}-other`);
  const own = policy.organizations.find((one: { name: string }) => one.name === name);
  own.projects.push({
    name: 'secret-project',
    trust_relationships: [{ issuer, repository: 'acme/secret', permissions: ['pull'] }],
  });
  own.members.push({ user: `secret@${name}.example.com`, role: 'member' });
  other.projects = [{ name: 'shop' }];
  const applied = await sendAs('operator', 'POST', '/policy/apply', { policy });
  expect(applied).toMatchObject({ status: 200 });
  world.spent();
  const read = async (token: string | null, organization: string) =>
    (await call(service.url, token, 'GET', `/organizations/${organization}/audit-events`)).text;
  expect(await read(tokens.stranger, `${name}-other`)).toContain('shop');
  expect(await read(tokens.stranger, `${name}-other`)).not.toContain('secret');
  expect(await read(tokens.admin, name)).toContain('secret-project');
  expect(await read(tokens.admin, name)).not.toContain('user.create');
});

test('no policy that is applied takes away the last operator, nor do two at once', async () => {
  const own = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  const one = await newUser(own.store, 'one@example.com', { operator: true });
  const two = await newUser(own.store, 'two@example.com', { operator: true });
  const apply = async (token: string, users: object[]) => {
    const body = { policy: { issuers: [], organizations: [], users } };
    return (await call(own.url, token, 'POST', '/policy/apply', { body })).status;
  };
  const both = [
    { user: 'one@example.com', operator: false },
    { user: 'TWO@example.com', disabled: true },
  ];
  expect(await apply(one, both)).toBe(409);
  const statuses = await Promise.all([
    apply(one, [{ user: 'two@example.com', operator: false }]),
    apply(two, [{ user: 'one@example.com', operator: false }]),
  ]);
  expect(statuses).toContain(200);
  expect(await own.store.read(({ users }) => users.countOperators())).toBe(1);
});
