import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { newUser } from '../api/admin/administration.ts';
import { type Service, services } from '../service.ts';
import { faultsOf, fieldsOf, follow, offers, send } from './forms.ts';
import { type PageVisitor, signIn, type VisitedPage } from './visitor.ts';

const start = services(afterAll);

let service: Service;
let operator: PageVisitor;
let admin: PageVisitor;

const INSTALLATION = '/installation';

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  const { store } = service;
  operator = await signIn(service, await newUser(store, 'olga@example.com', { operator: true }));
  admin = await signIn(service, await newUser(store, 'ada@example.com', { acme: 'admin' }));
});

/** Of the entry in the list at `path` that is called so. */
async function entry(path: string, name: string): Promise<string> {
  const page = await operator.get(path);
  const rows = page.source.split('<tr>').slice(1);
  const row = rows.find((it) => it.includes(`>${name}<`)) ?? '';
  const [, href] = /href="([^"]+)"/.exec(row) ?? [];
  if (href === undefined) throw new Error(`${path} has no ${name}`);
  return href;
}

test('health says what runs, on what, and what should not stay so', async () => {
  const page = await operator.get(INSTALLATION);
  expect(page.text).toMatch(/This process Ready Database Ok Signing keys Ok/);
  expect(page.text).toMatch(/Dockpass \d+\.\d+\.\d+, Node\.js 24/);
  expect(page.text).toMatch(/Kind (?:SQLite|PostgreSQL) Size \d+\.\d [KM]iB Schema 00\d\d-/);
  expect(page.text).toMatch(/\d+ applied 00\d\d-/);
});

test('nobody else finds any of it', async () => {
  for (const path of ['', '/organizations', '/users', '/users/new', '/issuers', '/registries']) {
    expect([path, (await admin.get(INSTALLATION + path)).status]).toEqual([path, 404]);
  }
  expect((await admin.get('/projects')).text).not.toContain('Installation');
  const asked = await admin.post(`${INSTALLATION}/users/new`, { email: 'mallory@example.com' });
  expect(asked.status).toBe(404);
  expect((await operator.get(`${INSTALLATION}/users`)).text).not.toContain('mallory');
});

test('an address that somebody has only claimed is confirmed', async () => {
  const id = systemRandom.id();
  const claimed = { email: 'cleo@example.com', emailProven: false };
  const user = { id, ...claimed, operator: false, disabledAt: null, createdAt: 1_800_000_000 };
  await service.store.change(async ({ users }) => await users.insert(user));
  const path = `${INSTALLATION}/users/${id}`;
  const before = await operator.get(path);
  expect(before.text).toMatch(/Unconfirmed address/);
  expect(before.text).not.toContain('token create');
  expect((await send(operator, `${path}/address`)).status).toBe(303);
  const after = await operator.get(path);
  expect(after.text).not.toMatch(/Unconfirmed address|Confirm address/);
  expect(after.text).toContain('dockpass token create --user cleo@example.com');
});

test('a user is created, made operator, disabled, enabled and deleted', async () => {
  const path = `${INSTALLATION}/users/new`;
  const wrong = await send(operator, path, { email: 'nobody', operator: 'on' });
  expect([wrong.status, fieldsOf(wrong)]).toEqual([
    400,
    expect.objectContaining({ email: 'nobody', operator: 'on' }),
  ]);
  const created = await follow(operator, await send(operator, path, { email: 'Lin@example.com' }));
  expect(created.text).toContain('lin@example.com');
  const user = await entry(`${INSTALLATION}/users`, 'lin@example.com');
  for (const [change, state] of [
    ['operator', 'Operator Active'],
    ['disabled', 'Operator Disabled'],
    ['operator', 'Disabled'],
    ['disabled', 'Active'],
  ] as const) {
    expect((await send(operator, `${user}/${change}`)).status).toBe(303);
    expect((await operator.get(user)).text).toMatch(
      new RegExp(`State ${state.replace(' ', ' ?')}`),
    );
  }
  const refused = await send(operator, `${user}/delete`, { typed_name: 'lin' });
  expect(faultsOf(refused)).toEqual(['E-mail address is not the same; type lin@example.com']);
  const deleted = await send(operator, `${user}/delete`, { typed_name: 'lin@example.com' });
  expect((await follow(operator, deleted)).text).not.toContain('lin@example.com');
});

test('the last operator stays', async () => {
  const user = await entry(`${INSTALLATION}/users`, 'olga@example.com');
  for (const [change, fields] of [
    ['operator', {}],
    ['disabled', {}],
    ['delete', { typed_name: 'olga@example.com' }],
  ] as const) {
    const answer = await send(operator, `${user}/${change}`, fields);
    expect([answer.status, answer.text]).toEqual([
      409,
      expect.stringContaining('This is the last operator'),
    ]);
  }
});

const keysOf = (page: VisitedPage) => /Keys What this process .*? Changes/.exec(page.text)?.[0];

test('an issuer shows how old its keys are, and is switched off, on and deleted', async () => {
  const issuers = `${INSTALLATION}/issuers`;
  const known = await entry(issuers, service.issuer.url);
  expect(keysOf(await operator.get(known))).toContain('Fetched not yet');
  const token = await service.buildToken();
  expect(keysOf(await operator.get(known))).toMatch(
    /Fetched just now Fresh until in .* Key ids \S+/,
  );
  const active = async () => (await service.introspect(token)).body.active;
  expect(await active()).toBe(true);
  expect((await send(operator, `${known}/revoke`)).status).toBe(303);
  expect(await active()).toBe(false);
  expect((await send(operator, `${known}/enabled`)).status).toBe(303);
  expect((await operator.get(known)).text).toContain('State Disabled');
  expect((await service.exchange()).body.reason).toBe('issuer_disabled');
  expect((await send(operator, `${known}/enabled`)).status).toBe(303);
  expect((await service.exchange()).status).toBe(200);

  const typed = { url: 'ftp://example.com', provider: 'github' };
  const wrong = await send(operator, `${issuers}/new`, typed);
  expect([wrong.status, fieldsOf(wrong)]).toEqual([400, expect.objectContaining(typed)]);
  const url = 'https://token.actions.acme.ghe.com';
  await follow(operator, await send(operator, `${issuers}/new`, { url, provider: 'github' }));
  const made = await entry(issuers, url);
  const refused = await send(operator, `${made}/delete`, { typed_name: 'yes' });
  expect(faultsOf(refused)).toEqual([`URL is not the same; type ${url}`]);
  const gone = await follow(operator, await send(operator, `${made}/delete`, { typed_name: url }));
  expect(gone.text).not.toContain(url);
});

test('a registry is registered, configured, changed and deleted', async () => {
  const registries = `${INSTALLATION}/registries`;
  const typed = { name: 'no name', hosts: 'one.example.com\nhttps://two.example.com' };
  const wrong = await send(operator, `${registries}/new`, typed);
  expect([wrong.status, fieldsOf(wrong)]).toEqual([400, expect.objectContaining(typed)]);
  expect(faultsOf(wrong)).toHaveLength(2);
  const name = 'registry.example.com';
  const created = await send(operator, `${registries}/new`, {
    name,
    hosts: `${name}\n\n${name}:5000`,
  });
  const page = await follow(operator, created);
  expect(page.text).toContain('rootcertbundle: "/etc/docker/registry/dockpass.pem"');
  expect(page.text).toContain('None yet');
  const registry = await entry(registries, name);
  const hosts = await send(operator, `${registry}/hosts`, { hosts: 'other.example.com' });
  expect((await follow(operator, hosts)).text).toContain('other.example.com');
  expect((await admin.get('/projects/acme/web/settings')).text).toContain(
    'docker login --username x-token other.example.com',
  );
  const token = await service.buildToken();
  await fetch(`${service.url}/registry/token?service=${name}&scope=repository:acme/web:pull`, {
    headers: { authorization: `Basic ${btoa(`x-token:${token}`)}` },
  });
  expect((await operator.get(registry)).text).toContain('-----BEGIN CERTIFICATE-----');
  expect((await follow(operator, await send(operator, `${registry}/delete`))).text).toContain(
    'No registries',
  );
});

test('lists of it lead on', async () => {
  for (let count = 0; count < 60; count += 1)
    await newUser(service.store, `user-${count}@example.com`);
  const first = await operator.get(`${INSTALLATION}/users`);
  const more = offers(first).find((it) => it.includes('?after=')) ?? '';
  const second = await operator.get(more);
  expect(first.text).not.toContain('user-59@example.com');
  expect(second.text).toContain('user-59@example.com');
});
