import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { generateSecret, hashSecret } from '../../../src/exchange/tokens/secret.ts';
import { SETTINGS } from '../builders/builder.ts';
import { type Service, services } from '../service.ts';
import { addProjectToken, addUser, projectOf } from '../tenants.ts';
import { faultsOf, fieldsOf, follow, offers, send } from './forms.ts';
import { type PageVisitor, signIn, type VisitedPage } from './visitor.ts';

const start = services(afterAll);

let service: Service;
let admin: PageVisitor;
let member: PageVisitor;

const HOSTILE = '<script>alert(1)</script>"><b>\u05d0';

beforeAll(async () => {
  const projects = ['web', 'docs', 'tokens', 'oidc', 'builder', 'many'];
  service = await start({
    trust: projects.map((name) => ({ project: `acme/${name}` })),
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
  });
  admin = await signIn(service, (await addUser(service.store, { acme: 'admin' })).token);
  member = await signIn(service, (await addUser(service.store, { acme: 'member' })).token);
});

const settingsOf = (project: string) => `/projects/acme/${project}/settings`;

const newToken = (project: string) => `${settingsOf(project)}/tokens/new`;

function secretIn(page: VisitedPage): string {
  const [secret = ''] = /dpp_\w+/.exec(page.text) ?? [];
  return secret;
}

/** Whether a job could push with it. */
async function opens(token: string, project: string): Promise<boolean> {
  const resource = `https://dockpass.example.com/acme/${project}`;
  return (await service.narrow(token, { resource, scope: 'push' })).status === 200;
}

/** The address that ends like this, of the first token on the page. */
async function linkTo(path: string, ending: string): Promise<string> {
  const found = offers(await admin.get(path)).find((it) => it.endsWith(ending));
  if (found === undefined) throw new Error(`${path} offers no ${ending}`);
  return found;
}

test('a token is created, shown once, used, renamed and revoked', async () => {
  const fields = { description: HOSTILE, expires: '30', permissions: 'push' };
  const form = await admin.get(newToken('tokens'));
  const sent = { ...fieldsOf(form), ...fields };
  const created = await admin.post(newToken('tokens'), sent);
  const token = secretIn(created);
  expect(created.source.split(token)).toHaveLength(2);
  expect(created.text).toContain('docker login --username x-token');
  expect(created.text).toContain('gh secret set DOCKPASS_PROJECT_TOKEN');
  expect(created.headers.get('cache-control')).toBe('no-store');
  service.pass(2);
  const again = await admin.post(newToken('tokens'), sent);
  expect(again.text).toContain('created already');
  expect(secretIn(again)).toBe('');

  expect(await opens(token, 'tokens')).toBe(true);
  const listed = await admin.get(settingsOf('tokens'));
  expect(listed.text.split(HOSTILE).length).toBeGreaterThan(1);
  expect(listed.text).toMatch(/push Active just now in 30 days just now by/);
  expect(secretIn(listed)).toBe('');

  const rename = await linkTo(settingsOf('tokens'), '/rename');
  const tooLong = 'x'.repeat(1000);
  const faulty = await send(admin, await linkTo(settingsOf('tokens'), '/rename'), {
    description: tooLong,
  });
  expect([faulty.status, fieldsOf(faulty).description]).toEqual([400, tooLong]);
  expect((await send(admin, rename, { description: 'Mirror' })).status).toBe(303);

  const revoke = await linkTo(settingsOf('tokens'), '/revoke');
  expect((await admin.get(revoke)).text).toContain('Mirror was last used just now');
  const revoked = await follow(admin, await send(admin, revoke));
  expect(revoked.text).toContain('Token revoked.');
  expect(revoked.text).toContain('Mirror push Revoked just now');
  expect(await opens(token, 'tokens')).toBe(false);
  expect(offers(revoked).filter((it) => it.endsWith('/revoke'))).toEqual([]);
});

test('what is wrong stands beside the field, and nothing typed is lost', async () => {
  const typed = { description: '', expires: 'date', date: '2020-01-31' };
  const page = await admin.post(newToken('web'), typed);
  expect(page.status).toBe(400);
  expect(faultsOf(page)).toEqual([
    expect.stringMatching(/^Description /),
    expect.stringMatching(/^Permissions /),
  ]);
  expect(fieldsOf(page)).toMatchObject(typed);
  const past = await admin.post(newToken('web'), {
    ...typed,
    description: 'x',
    permissions: 'pull',
  });
  expect(faultsOf(past)).toEqual([expect.stringMatching(/ is in the past; name a time to come/)]);
  expect(fieldsOf(past)).toMatchObject({ ...typed, description: 'x', permissions: 'pull' });
});

test('OIDC only says how many live tokens it stops, and stops them', async () => {
  const { store } = service;
  const project = 'acme/oidc';
  const { token } = await addProjectToken(store, { project });
  await addProjectToken(store, { project });
  await addProjectToken(store, { project, createdAt: 1, expiresAt: 2 });
  const { id } = await addProjectToken(store, { project });
  await store.change(({ projectTokens }) => projectTokens.revoke(id, 1));
  expect(await opens(token, 'oidc')).toBe(true);
  const address = `${settingsOf('oidc')}/oidc-only`;
  const stops = 'Turning it on stops 2 project tokens, 1 used in the last 30 days.';
  expect((await admin.get(settingsOf('oidc'))).text).toContain(stops);
  expect((await admin.get(address)).text).toContain(stops);
  const on = await follow(admin, await send(admin, address));
  expect(on.text).toContain('OIDC only is on.');
  expect(offers(on)).not.toContain(newToken('oidc'));
  expect(await opens(token, 'oidc')).toBe(false);
  expect((await admin.get(address)).text).toContain('2 project tokens work again.');
  expect((await follow(admin, await send(admin, address))).text).toContain('OIDC only is off.');
  expect(await opens(token, 'oidc')).toBe(true);
});

test('a builder is set, changed and removed; its authorities are created and deleted', async () => {
  const path = `${settingsOf('builder')}/builder`;
  const typed = { endpoint: 'builder', server_name: 'no name', server_ca: 'no PEM' };
  const faulty = await send(admin, path, typed);
  expect(faulty.status).toBe(400);
  expect(fieldsOf(faulty)).toMatchObject(typed);
  expect(faultsOf(faulty).map((it) => it.split(' ').slice(0, 2).join(' '))).toEqual([
    expect.stringMatching(/^Endpoint/),
    'Server name',
    'Server CA',
  ]);
  const set = await follow(admin, await send(admin, path, SETTINGS));
  expect(set.text).toContain(SETTINGS.endpoint);
  expect(set.text).toContain('1 certificate');
  for (const _ of [1, 2]) expect((await send(admin, `${path}/authorities/new`)).status).toBe(303);
  const shown = await admin.get(settingsOf('builder'));
  expect(shown.text.split('BEGIN CERTIFICATE')).toHaveLength(3);
  expect(shown.text).toMatch(/Signs .* Prepared /);
  const remove = await linkTo(settingsOf('builder'), '/delete');
  expect(remove).toBe(`${path}/delete`);
  const authorities = offers(shown).filter((it) => /authorities\/[\w-]{43}\/delete$/.test(it));
  const [first = '', second = ''] = authorities;
  expect((await send(admin, first)).status).toBe(303);
  const kept = await send(admin, second);
  expect(kept.status).toBe(409);
  expect(kept.text).toContain('There is no other authority');
  expect((await follow(admin, await send(admin, remove))).text).toContain('No builder');
});

test('what belongs to another project is not there', async () => {
  const { id } = await addProjectToken(service.store, { project: 'acme/docs' });
  for (const change of ['rename', 'revoke']) {
    const path = `${settingsOf('web')}/tokens/${id}/${change}`;
    expect((await admin.get(path)).status).toBe(404);
    expect((await admin.post(path, { description: 'taken over' })).status).toBe(404);
  }
  const docs = await admin.get(settingsOf('docs'));
  expect(docs.text).toContain('Active');
  expect(docs.text).not.toContain('taken over');
});

test('a rename says what must follow; a deletion needs the name', async () => {
  const rename = `${settingsOf('docs')}/rename`;
  expect((await admin.get(rename)).text).toContain('workflows with project: acme/docs');
  const taken = await send(admin, rename, { name: 'web' });
  expect([taken.status, fieldsOf(taken).name]).toEqual([409, 'web']);
  const wrong = await send(admin, rename, { name: 'Not A Name' });
  expect([wrong.status, fieldsOf(wrong).name]).toEqual([400, 'Not A Name']);
  expect(faultsOf(wrong)).toEqual([expect.stringMatching(/^Name is not a valid name; /)]);
  const renamed = await follow(admin, await send(admin, rename, { name: 'pages' }));
  expect(renamed.text).toContain('Project renamed.');

  const remove = `${settingsOf('pages')}/delete`;
  for (const typed of ['', 'pages', 'acme/web', 'ACME/PAGES']) {
    const refused = await send(admin, remove, { typed_name: typed });
    expect([refused.status, fieldsOf(refused).typed_name]).toEqual([400, typed]);
    expect(faultsOf(refused)).toEqual(['Project is not the same; type acme/pages']);
  }
  expect((await admin.get(settingsOf('pages'))).status).toBe(200);
  expect((await send(admin, remove, { typed_name: 'acme/pages' })).status).toBe(303);
  expect((await admin.get(settingsOf('pages'))).status).toBe(404);
});

test('a member reads all of it and is offered no change', async () => {
  const page = await member.get(settingsOf('web'));
  expect(page.status).toBe(200);
  expect(page.text).toContain('registry');
  expect(offers(page).filter((it) => it.startsWith(`${settingsOf('web')}/`))).toEqual([]);
  const refused = await member.post(newToken('web'), { description: 'x', permissions: 'pull' });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Only admins of the organization may do this.');
});

test('of a thousand tokens a page has fifty, and leads to the others', async () => {
  await service.store.change(async (records) => {
    const { id: projectId } = await projectOf(records, 'acme/many');
    for (let count = 0; count < 1000; count += 1)
      await records.projectTokens.insert({
        id: systemRandom.id(),
        projectId,
        hash: hashSecret(generateSecret('project', systemRandom)),
        description: `${HOSTILE} number ${count} of a system with a description that goes on and on`,
        permissions: ['build', 'push', 'pull'],
        createdBy: 'somebody.with.a.long.name@subsidiary.example.com',
        createdAt: 1,
        expiresAt: null,
        revokedAt: null,
        lastUsedAt: null,
      });
  });
  const seen: string[] = [];
  let path: string | undefined = settingsOf('many');
  let largest = 0;
  while (path !== undefined) {
    const page: VisitedPage = await admin.get(path.replace(/#.*/, ''));
    largest = Math.max(largest, Buffer.byteLength(page.source));
    seen.push(...offers(page).filter((it) => it.endsWith('/rename') && it.includes('/tokens/')));
    path = offers(page).find((it) => it.includes('?after='));
  }
  expect(new Set(seen).size).toBe(1000);
  expect(largest).toBeLessThan(100_000);
});
