import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Actor } from '../../src/exchange/flows/admin/actor.ts';
import { createFewAtOnce } from '../../src/exchange/flows/admin/few-at-once.ts';
import { userName } from '../../src/exchange/tokens/event-fields.ts';
import { createWorld } from '../exchange/api/admin/world.ts';
import { signIn, visit } from '../exchange/console/visitor.ts';
import { type Service, services } from '../exchange/service.ts';
import { addUser } from '../exchange/tenants.ts';
import { CONSOLE } from './pages.ts';

/** What somebody with bad intentions has tried; threats.test.ts has what every console is tried with. */

const start = services(afterAll);
let service: Service;

beforeAll(async () => {
  service = await start({ config: CONSOLE });
});

// Each has the attempts to sign in that one minute has.
beforeEach(() => service.pass(61));

const NO_ROOM = 429;

test('codes of devices are guessed no faster where they are approved than where they are typed', async () => {
  const visitor = await signIn(service, (await addUser(service.store)).token);
  for (const path of ['/device/approve', '/device/deny']) {
    service.pass(61);
    const form_key = await visitor.formKey();
    const statuses = [];
    for (let guess = 0; guess < 22; guess++)
      statuses.push((await visitor.post(path, { form_key, user_code: 'BCDFGHJK' })).status);
    expect(statuses[0]).toBe(410);
    expect(statuses.at(-1)).toBe(NO_ROOM);
  }
  service.pass(61);
});

test('a key of a form that is none of ours is not kept', async () => {
  const { store } = service;
  const { userId, token } = await addUser(store, { acme: 'admin' });
  const visitor = await signIn(service, token);
  const once = 'x'.repeat(50_000);
  const sent = { description: 'long', expires: '30', once };
  const first = await visitor.post('/account/tokens', sent);
  const second = await visitor.post('/account/tokens', sent);
  expect([first.source, second.source]).toEqual([
    expect.stringMatching(/dpu_\w{30}/),
    expect.stringMatching(/dpu_\w{30}/),
  ]);
  const fingerprint = 'another';
  const known = await store.change(({ idempotencyKeys }) =>
    idempotencyKeys.take({ userId, key: once, fingerprint }, 0),
  );
  expect(known).toBeUndefined();
});

test('a user has so many sessions at most; those that were used longest ago end', async () => {
  const { store } = service;
  const { userId, token } = await addUser(store);
  const first = await signIn(service, token);
  service.pass(400);
  const other = visit(service);
  const form_key = await other.formKey();
  const fresh = visit(service, {}, new Map(other.cookies));
  for (let count = 0; count < 60; count++) {
    const { cookies } = fresh;
    const browser = visit(service, {}, new Map([...cookies].filter(([name]) => /form/.test(name))));
    const { status } = await browser.post('/sign-in/token', { token, form_key });
    expect(status).toBe(303);
  }
  const kept = await store.read(({ sessions }) =>
    sessions.list(userId, { after: null, limit: 100 }, 0),
  );
  expect(kept).toHaveLength(50);
  expect((await first.get('/projects')).status).toBe(303);
});

test('a session of a user who was disabled does not come back with them', async () => {
  const { tokens } = await createWorld(service.store);
  const operator = await signIn(service, tokens.operator ?? '');
  const { userId, token } = await addUser(service.store);
  const thief = await signIn(service, token);
  for (const disabled of ['on', 'off']) {
    const path = `/installation/users/${userId}/disabled`;
    expect((await operator.post(path, { disabled })).status).toBe(303);
  }
  expect((await thief.get('/projects')).status).toBe(303);
});

test.each(['1e12', '1e308', 'Infinity', '-1', 'x'])(
  'no end of a token breaks the page: %s',
  async (expires) => {
    const { name, tokens } = await createWorld(service.store);
    const admin = await signIn(service, tokens.admin ?? '');
    for (const path of ['/account/tokens', `/projects/${name}/web/settings/tokens/new`]) {
      const answer = await admin.post(path, { description: 'x', permissions: 'pull', expires });
      expect([200, 400]).toContain(answer.status);
    }
  },
);

test('who claims an address uses up nothing of others who do', async () => {
  const users = ['one', 'other'].map((id) => ({
    id,
    email: 'ada@example.com',
    emailProven: false,
  }));
  const [one, other] = users.map((user) => ({
    token: null,
    session: null,
    user,
    name: userName(user),
  }));
  const fewAtOnce = createFewAtOnce();
  const { promise, resolve } = Promise.withResolvers<void>();
  const busy = [1, 2, 3, 4].map(() => fewAtOnce(one as Actor, () => promise));
  await expect(fewAtOnce(one as Actor, async () => 'read')).rejects.toThrow('You have 4 requests');
  expect(await fewAtOnce(other as Actor, async () => 'read')).toBe('read');
  resolve();
  await Promise.all(busy);
});

test('pages use up nothing of what the jobs of the same address have', async () => {
  const { exchange, ...other } = await start({
    config: { rateLimits: { perAddress: 3, perRepository: 0 } },
  });
  const stranger = visit(other);
  const statuses = [];
  for (let count = 0; count < 5; count++) statuses.push((await stranger.get('/sign-in')).status);
  expect(statuses).toEqual([200, 200, 200, NO_ROOM, NO_ROOM]);
  expect((await exchange()).status).toBe(200);
});

test('the people of one organization leave others room to watch', async () => {
  const { name, tokens } = await createWorld(service.store);
  const other = await signIn(service, tokens.admin ?? '');
  const answers: Response[] = [];
  for (let count = 0; count < 13; count++) {
    const { token } = await addUser(service.store, { acme: 'admin' });
    const visitor = await signIn(service, token);
    for (const _ of [1, 2, 3, 4])
      answers.push(await visitor.request('/projects/acme/web/activity/stream'));
  }
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
  expect(answers.at(-1)?.status).toBe(NO_ROOM);
  const own = await other.request(`/projects/${name}/web/activity/stream`);
  expect(own.status).toBe(200);
  for (const { body } of [own, ...answers]) await body?.cancel();
});

test('NUL, which no database has to be asked for, is refused wherever it stands', async () => {
  const { name, tokens } = await createWorld(service.store);
  const admin = await signIn(service, tokens.admin ?? '');
  expect((await admin.get('/projects?q=%00')).status).toBe(400);
  expect((await admin.get('/projects?%00=q')).status).toBe(400);
  const form = `/organizations/${name}/revoke/run`;
  const sent = { project: 'web', run_id: '1', issuer: 'x\0' };
  const answer = await admin.post(form, sent);
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('NUL character')]);
});
