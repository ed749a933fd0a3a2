/** Organizations, issuers and whoami: what is about the installation or whoever asks. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Service, services } from '../../service.ts';
import { addProjectToken } from '../../tenants.ts';
import { call, newUser } from './administration.ts';

const start = services();

let service: Service;
let operator: string;
let ada: string;

beforeEach(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  operator = await newUser(service.store, 'root@example.com', { operator: true });
  ada = await newUser(service.store, 'ada@example.com', { acme: 'admin' });
});

const send = (token: string, method: string, path: string, body?: object) =>
  call(service.url, token, method, path, { body });

/** What administrators did. */
const changes = async () =>
  (await service.events()).filter(({ actor }) => actor !== 'exchange').map(({ action }) => action);

const create = (body: object) => send(operator, 'POST', '/organizations', body);

describe('a new organization', () => {
  test('has the admin who was named, known or not', async () => {
    for (const admin of ['ada@example.com', 'new@example.com']) {
      const { status, body } = await create({ name: admin.slice(0, 3), admin });
      expect(status).toBe(201);
      const { items } = (await send(operator, 'GET', `/organizations/${body.id}/members`)).body;
      expect(items).toMatchObject([{ email: admin, role: 'admin' }]);
    }
  });

  test('has its creator as admin, if nobody was named', async () => {
    const { body } = await create({ name: 'fresh' });
    const { items } = (await send(operator, 'GET', `/organizations/${body.id}/members`)).body;
    expect(items).toMatchObject([{ email: 'root@example.com', role: 'admin' }]);
    expect(await changes()).toEqual(['organization.create', 'member.create']);
  });

  test('with a name that is taken brings no member and no user along', async () => {
    expect((await create({ name: 'acme', admin: 'new@example.com' })).status).toBe(409);
    const { items } = (await send(operator, 'GET', '/users')).body;
    expect(items).toHaveLength(2);
    expect(await changes()).toEqual([]);
  });
});

test('an organization with projects is not deleted; without, it takes its members along', async () => {
  const { items } = (await send(ada, 'GET', '/organizations')).body;
  const path = `/organizations/${items[0].id}`;
  const refused = await send(operator, 'DELETE', path);
  expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const projects = (await send(ada, 'GET', `${path}/projects`)).body.items;
  for (const { id } of projects) await send(ada, 'DELETE', `/projects/${id}`);
  expect((await send(operator, 'DELETE', path)).status).toBe(204);
  expect((await send(ada, 'GET', '/whoami')).body.organizations).toEqual([]);
});

describe('an issuer', () => {
  const issuerOf = async () => (await send(operator, 'GET', '/issuers')).body.items[0];

  test('is registered by its URL, byte for byte', async () => {
    const url = 'https://token.actions.githubusercontent.com';
    const created = await send(operator, 'POST', '/issuers', { url });
    expect(created).toMatchObject({
      status: 201,
      body: { url, provider: 'github', enabled: true },
    });
    const again = await send(operator, 'POST', '/issuers', { url });
    expect(again).toMatchObject({ status: 409, body: { code: 'taken' } });
  });

  const WRONG = [
    'token.actions.githubusercontent.com',
    'http://token.actions.githubusercontent.com',
    'https://token.actions.githubusercontent.com/',
    'https://user:pass@example.com',
    'https://example.com?x=1',
    'https://example.com/ a',
  ];

  test('has an https URL as ID tokens name it, and nothing else', async () => {
    for (const url of WRONG) {
      const answer = await send(operator, 'POST', '/issuers', { url });
      expect(answer).toMatchObject({ status: 400, body: { faults: [{ at: '/url' }] } });
    }
  });

  test('that is switched off revokes what its jobs hold, for good, and gives them no more', async () => {
    const token = await service.buildToken();
    const { id } = await issuerOf();
    await send(operator, 'PATCH', `/issuers/${id}`, { enabled: false });
    expect((await service.introspect(token)).body.active).toBe(false);
    expect((await service.exchange()).body.reason).toBe('issuer_disabled');
    await send(operator, 'PATCH', `/issuers/${id}`, { enabled: true });
    expect((await service.introspect(token)).body.active).toBe(false);
    expect((await service.exchange()).status).toBe(200);
  });

  test('that is deleted takes its trust relationships along', async () => {
    const token = await service.buildToken();
    const { id } = await issuerOf();
    expect((await send(operator, 'DELETE', `/issuers/${id}`)).status).toBe(204);
    expect((await service.introspect(token)).body.active).toBe(false);
    expect((await service.exchange()).body.reason).toBe('unknown_issuer');
    const { items } = (await send(ada, 'GET', '/organizations')).body;
    const projects = (await send(ada, 'GET', `/organizations/${items[0].id}/projects`)).body.items;
    const path = `/projects/${projects[0].id}/trust-relationships`;
    expect((await send(ada, 'GET', path)).body.items).toEqual([]);
  });
});

describe('whoami', () => {
  test('tells users who they are and what they are where', async () => {
    expect((await send(ada, 'GET', '/whoami')).body).toMatchObject({
      kind: 'user',
      token: { expires_at: null },
      user: { email: 'ada@example.com', operator: false },
      organizations: [{ name: 'acme', role: 'admin' }],
    });
    expect((await send(operator, 'GET', '/whoami')).body).toMatchObject({
      user: { operator: true },
      organizations: [],
    });
  });

  test('tells a project token and a build token what they open, and when they end', async () => {
    const { token, id } = await addProjectToken(service.store, { permissions: ['pull'] });
    expect((await send(token, 'GET', '/whoami')).body).toMatchObject({
      kind: 'project',
      token: { id, expires_at: null },
      projects: [{ path: 'acme/web', permissions: ['pull'] }],
    });
    expect((await send(await service.buildToken(), 'GET', '/whoami')).body).toMatchObject({
      kind: 'build',
      token: { expires_at: expect.any(String) },
      projects: [{ path: 'acme/web', permissions: ['build', 'push', 'pull'] }],
    });
  });
});
