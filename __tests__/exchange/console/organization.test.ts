import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { newUser } from '../api/admin/administration.ts';
import { type Service, services } from '../service.ts';
import { projectOf } from '../tenants.ts';
import { faultsOf, fieldsOf, follow, offers, send } from './forms.ts';
import { type PageVisitor, signIn, type VisitedPage } from './visitor.ts';

const start = services(afterAll);

let service: Service;
let admin: PageVisitor;
let member: PageVisitor;
let operator: PageVisitor;

const ACME = '/organizations/acme';

beforeAll(async () => {
  service = await start({
    trust: [
      {},
      { project: 'acme/docs', repository: 'acme/100%_docs', repositoryId: '2' },
      { project: 'globex/app', repository: 'globex/app', repositoryId: '3' },
      { project: 'initech/app', repository: 'initech/app', repositoryId: '4' },
    ],
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
  });
  const { store } = service;
  const visitor = async (name: string, roles: Parameters<typeof newUser>[2]) =>
    await signIn(service, await newUser(store, `${name}@example.com`, roles));
  admin = await visitor('ada', { acme: 'admin', initech: 'admin' });
  member = await visitor('mel', { acme: 'member' });
  operator = await visitor('olga', { operator: true });
});

const link = (page: VisitedPage, pattern: RegExp): string => {
  const found = offers(page).find((it) => pattern.test(it));
  if (found === undefined) throw new Error(`offers no ${pattern}: ${offers(page).join(' ')}`);
  return found;
};

test('somebody is invited with a link that is shown once, replaced, and withdrawn', async () => {
  const path = `${ACME}/invitations/new`;
  const faulty = await send(admin, path, { email: 'nobody', role: 'admin' });
  expect([faulty.status, fieldsOf(faulty)]).toEqual([
    400,
    expect.objectContaining({ email: 'nobody', role: 'admin' }),
  ]);
  expect(faultsOf(faulty)).toEqual([
    expect.stringMatching(/^E-mail address is not a valid e-mail address/),
  ]);
  const created = await send(admin, path, { email: 'lin@example.com', role: 'member' });
  const [invited = ''] = /https:\/\/\S+\/invitations\/[\w-]+/.exec(created.text) ?? [];
  expect(invited).not.toBe('');
  const members = await admin.get(`${ACME}/members`);
  expect(members.text).toContain('lin@example.com');
  expect(members.source).not.toContain(invited);
  const renewed = await send(admin, link(members, /\/link$/));
  expect(renewed.text).toMatch(/https:\/\/\S+\/invitations\/[\w-]+/);
  expect(renewed.text).not.toContain(invited);
  const withdrawn = await follow(admin, await send(admin, link(members, /\/withdraw$/)));
  expect(withdrawn.text).toContain('Invitation withdrawn.');
  expect(withdrawn.text).toContain('No open invitations');
});

test('roles are changed, members removed, and the last admin stays', async () => {
  await newUser(service.store, 'rob@example.com', { initech: 'member' });
  const members = '/organizations/initech/members';
  const page = await admin.get(members);
  const rows = page.text.split(' Change role ');
  expect(rows[0]).toContain('ada@example.com (you) Admin');
  const roles = offers(page).filter((it) => it.endsWith('/role'));
  const removals = offers(page).filter((it) => it.endsWith('/remove'));
  const [own = '', robs = ''] = roles;
  expect(fieldsOf(await admin.get(robs)).role).toBe('member');
  expect((await send(admin, robs, { role: 'admin' })).status).toBe(303);
  expect((await send(admin, robs, { role: 'member' })).status).toBe(303);
  const last = await send(admin, own, { role: 'member' });
  expect([last.status, last.text]).toEqual([409, expect.stringContaining('at least one admin')]);
  const leaving = await send(admin, removals[0] ?? '');
  expect([leaving.status, leaving.text]).toEqual([409, expect.stringContaining('at least one')]);
  const removed = await follow(admin, await send(admin, removals[1] ?? ''));
  expect(removed.text).toContain('Member removed.');
  expect(removed.text).not.toContain('rob@example.com');
});

test('a member sees who is in, and may leave, and nothing else', async () => {
  const page = await member.get(`${ACME}/members`);
  expect(page.text).toContain('ada@example.com');
  expect(page.text).not.toContain('Invitations');
  const changes = offers(page).filter((it) => it.startsWith(`${ACME}/members/`));
  expect(new Set(changes).size).toBe(1);
  const own = changes[0]?.replace('/remove', '/role') ?? '';
  expect((await member.get(own)).status).toBe(403);
  expect((await member.post(own, { role: 'admin' })).status).toBe(403);
  const settings = await member.get(`${ACME}/settings`);
  expect(settings.text).toContain('Operators of the installation rename');
  expect(offers(settings).filter((it) => it.includes('/revoke'))).toEqual([]);
});

test('all that it trusts is on one page, which can be searched', async () => {
  const all = await admin.get(`${ACME}/trust`);
  expect(all.text).toContain('Jobs of acme/web on any branch');
  expect(all.text).toContain('acme/100%_docs');
  expect(all.text).not.toContain('globex');
  const search = async (text: string) =>
    (await admin.get(`${ACME}/trust?search=${encodeURIComponent(text)}`)).text;
  expect(await search('WEB')).not.toContain('acme/100%_docs');
  expect(await search('acme/docs')).toContain('acme/100%_docs');
  expect(await search('%_')).toContain('acme/100%_docs');
  expect(await search('%_')).not.toContain('Jobs of acme/web');
  expect(await search('b%w')).toContain('Nothing found');
  const odd = await admin.get(`${ACME}/trust?search=${encodeURIComponent('<b>\u202E')}`);
  expect([odd.status, fieldsOf(odd).search]).toEqual([200, '<b>\u202E']);
});

const introspect = async (token: string) => (await service.introspect(token)).body.active;

const buildToken = async (project: string, claims = {}) =>
  await service.buildToken({
    subject_token: service.idToken(claims),
    resource: `https://dockpass.example.com/${project}`,
  });

test('a trust relationship, a run or a project is revoked', async () => {
  const one = await buildToken('acme/web', { run_id: '1' });
  const trust = await admin.get(`${ACME}/trust?search=acme/web`);
  expect((await send(admin, link(trust, /\/revoke$/))).status).toBe(303);
  expect(await introspect(one)).toBe(false);

  const two = await buildToken('acme/web', { run_id: '2' });
  const three = await buildToken('acme/web', { run_id: '3' });
  const typed = { project: 'web', run_id: 'not a run' };
  const faulty = await send(admin, `${ACME}/revoke/run`, typed);
  expect([faulty.status, fieldsOf(faulty)]).toEqual([400, expect.objectContaining(typed)]);
  const missing = await send(admin, `${ACME}/revoke/run`, { project: 'nothing', run_id: '2' });
  expect(faultsOf(missing)).toEqual(['Project is not in acme; check its name']);
  const run = await send(admin, `${ACME}/revoke/run`, { project: 'web', run_id: '2' });
  expect((await follow(admin, run)).text).toContain('Revoked.');
  expect([await introspect(two), await introspect(three)]).toEqual([false, true]);

  expect((await send(admin, `${ACME}/revoke/project`, { project: 'web' })).status).toBe(303);
  expect(await introspect(three)).toBe(false);
});

test('a project is created, and its name is not given twice', async () => {
  const path = `${ACME}/projects/new`;
  const taken = await send(admin, path, { name: 'web', oidc_only: 'on' });
  expect([taken.status, fieldsOf(taken)]).toEqual([
    409,
    expect.objectContaining({ name: 'web', oidc_only: 'on' }),
  ]);
  const created = await send(admin, path, { name: 'shop', oidc_only: 'on' });
  expect(created.headers.get('location')).toMatch(/^\/projects\/acme\/shop/);
  expect((await admin.get(ACME)).text).toContain('acme/shop OIDC only');
});

test('operators create, rename and delete organizations; others find no such page', async () => {
  const create = '/installation/organizations/new';
  const wrong = await send(operator, create, { name: 'No Name', admin: 'nobody' });
  expect([wrong.status, fieldsOf(wrong)]).toEqual([
    400,
    expect.objectContaining({ name: 'No Name', admin: 'nobody' }),
  ]);
  // Words of the console's own addresses are names like others.
  const made = await send(operator, create, { name: 'new', admin: 'nell@example.com' });
  expect((await follow(operator, made)).text).toContain('Organization created.');
  const renamed = await send(operator, '/organizations/new/rename', { name: 'soylent' });
  expect((await follow(operator, renamed)).text).toContain('Organization renamed.');
  const remove = '/organizations/soylent/delete';
  const untyped = await send(operator, remove, { typed_name: 'soylent ltd' });
  expect(faultsOf(untyped)).toEqual(['Organization is not the same; type soylent']);
  const full = await send(operator, `${ACME}/delete`, { typed_name: 'acme' });
  expect([full.status, full.text]).toEqual([409, expect.stringContaining('still has projects')]);
  const gone = await follow(operator, await send(operator, remove, { typed_name: 'soylent' }));
  expect(gone.text).toContain('Organization deleted.');
  for (const visitor of [admin, member])
    for (const path of [create, `${ACME}/rename`, `${ACME}/delete`]) {
      expect((await visitor.get(path)).status).toBe(404);
      expect((await visitor.post(path, { name: 'mine', typed_name: 'acme' })).status).toBe(404);
    }
});

test('of a thousand trust relationships a page has fifty, and leads to the others', async () => {
  const { store } = service;
  const refs = Array.from({ length: 20 }, (_, index) => `refs/heads/release/${index}/**`);
  await store.change(async (records) => {
    const { id: projectId } = await projectOf(records, 'initech/app');
    const [first] = await records.relationships.list(projectId, { after: null, limit: 1 });
    if (!first) throw new Error('there is no trust relationship');
    const { conditions } = first;
    await records.relationships.insertAll(
      Array.from({ length: 1000 }, (_, index) => ({
        ...first,
        id: systemRandom.id(),
        repository: `initech/repository-${index}`,
        conditions: { ...conditions, refs },
      })),
    );
  });
  const seen = new Set<string>();
  let path: string | undefined = '/organizations/initech/trust?search=repository-';
  while (path !== undefined) {
    const page: VisitedPage = await admin.get(path);
    expect(Buffer.byteLength(page.source)).toBeLessThan(100_000);
    for (const it of offers(page)) if (it.endsWith('/revoke')) seen.add(it);
    path = offers(page).find((it) => it.includes('after='));
  }
  expect(seen.size).toBe(1000);
});
