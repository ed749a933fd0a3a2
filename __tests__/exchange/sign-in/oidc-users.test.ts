import { describe, expect, test } from '@jest/globals';
import { hashOfSecret } from '../../../src/exchange/sessions/session.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import type { Role } from '../../../src/exchange/tokens/roles.ts';
import { addUser } from '../tenants.ts';
import { createSmallBrowser } from './browser.ts';
import {
  linkIdentity,
  type ProviderScene,
  providerScenes,
  signInAtProvider,
  signInWithOidc,
} from './provider-scene.ts';

const start = providerScenes();

const GROUPS = [
  { group: 'acme-admins', organization: 'acme', role: 'admin' },
  { group: 'acme-devs', organization: 'acme', role: 'member' },
  { group: 'infra', organization: 'platform', role: 'admin' },
] as const;

const SECRET = 's'.repeat(43);

async function invite({ store }: ProviderScene, email: string, role: Role = 'member') {
  await store.change(async (records) => {
    const acme = await records.organizations.findByName('acme');
    const createdAt = Math.floor(Date.now() / 1000);
    const times = { createdAt, expiresAt: createdAt + 3600 };
    const id = systemRandom.id();
    await records.invitations.insert({
      id,
      organizationId: acme?.id ?? '',
      email,
      role,
      invitedBy: 'ada@example.com',
      declinedAt: null,
      ...times,
    });
    await records.oneTimeLinks.replace({
      id: systemRandom.id(),
      kind: 'invitation',
      hash: hashOfSecret(SECRET),
      invitationId: id,
      ...times,
    });
  });
}

async function acceptAtProvider(scene: ProviderScene, login: string) {
  const browser = createSmallBrowser();
  const invitation = await browser.open(`${scene.publicUrl}/invitations/${SECRET}`);
  if (invitation.status !== 200) return invitation;
  const page = await browser.open(invitation.link('Sign in with Acme SSO'), invitation);
  return await signInAtProvider(page, browser, login);
}

/** By organization. */
async function rolesOf({ store }: ProviderScene, email: string) {
  return await store.read(async ({ users, members }) => {
    const user = await users.findByEmail(email);
    const memberships = user ? await members.membershipsOf(user.id) : [];
    return user && Object.fromEntries(memberships.map(({ name, role }) => [name, role]));
  });
}

const addOrganization = ({ store }: ProviderScene, name: string) =>
  store.change(({ organizations }) =>
    organizations.insert({ id: systemRandom.id(), name, createdAt: 0 }),
  );

const actionsOf = async ({ events }: ProviderScene) =>
  (await events()).filter(({ decision }) => decision === 'changed').map(({ action }) => action);

describe('an invitation', () => {
  test('lets in whoever has its link, with the address that the provider has verified', async () => {
    const scene = await start();
    await invite(scene, 'invited@example.com', 'admin');
    scene.provider.accounts.set('bob', { email: 'Bob@Example.com', email_verified: true });
    const page = await acceptAtProvider(scene, 'bob');
    expect(page.text).toContain('bob@example.com');
    expect(await rolesOf(scene, 'bob@example.com')).toEqual({ acme: 'admin' });
    const wanted = ['user.create', 'identity.create', 'user_invitation.accept', 'member.create'];
    expect(await actionsOf(scene)).toEqual(expect.arrayContaining([...wanted, 'session.create']));
    expect(JSON.stringify(await scene.events())).not.toContain(SECRET);
    expect((await signInWithOidc(scene, 'bob')).page.status).toBe(200);
  });

  test('proves no address: without a verified one the user only claims it', async () => {
    const scene = await start();
    await invite(scene, 'ada@example.com');
    scene.provider.accounts.set('bob', { email: 'bob@example.com', email_verified: false });
    expect((await acceptAtProvider(scene, 'bob')).text).toContain('ada@example.com');
    expect(await rolesOf(scene, 'ada@example.com')).toBeUndefined();
    expect(await rolesOf(scene, 'bob@example.com')).toBeUndefined();
  });

  test.each(['ada@exam\u202eple.com', 'ada', 'ada@exam ple.com'])(
    'takes no address from the provider that is none: %j',
    async (email) => {
      const scene = await start();
      await invite(scene, 'ada@example.com');
      scene.provider.accounts.set('mallory', { email, email_verified: true });
      expect((await acceptAtProvider(scene, 'mallory')).text).toContain('ada@example.com');
      expect(await rolesOf(scene, email)).toBeUndefined();
    },
  );

  test('gives nobody the address that theirs has in lower case', async () => {
    const scene = await start();
    await invite(scene, 'invited@example.com');
    scene.provider.accounts.set('mallory', {
      email: 'jac\u212a@example.com',
      email_verified: true,
    });
    await acceptAtProvider(scene, 'mallory');
    expect(await rolesOf(scene, 'jack@example.com')).toBeUndefined();
  });

  test('to the address of a user opens that user to nobody', async () => {
    const scene = await start();
    const { email } = await addUser(scene.store, {});
    await invite(scene, email);
    scene.provider.accounts.set('mallory', { email, email_verified: true });
    const page = await acceptAtProvider(scene, 'mallory');
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('has the address')]);
    expect(await rolesOf(scene, email)).toEqual({});
  });

  test.each(['cross-site', 'same-site', 'none', undefined])(
    'is not accepted by a link that does not stand on its page: %s',
    async (site) => {
      const scene = await start();
      await invite(scene, 'invited@example.com');
      const answer = await fetch(`${scene.publicUrl}/sign-in/oidc?invitation=${SECRET}`, {
        redirect: 'manual',
        headers: { referer: 'https://evil.example/', ...(site && { 'sec-fetch-site': site }) },
      });
      expect(answer.headers.get('location')).toBe(`/invitations/${SECRET}`);
    },
  );

  test('is accepted from its page by browsers that do not say where a link stands', async () => {
    const scene = await start();
    await invite(scene, 'invited@example.com');
    const answer = await fetch(`${scene.publicUrl}/sign-in/oidc?invitation=${SECRET}`, {
      redirect: 'manual',
      headers: { referer: `${scene.publicUrl}/invitations/${SECRET}` },
    });
    expect(answer.headers.get('location')).toContain(scene.provider.issuer);
  });

  test('makes a member of whoever the account belongs to already', async () => {
    const scene = await start();
    const { userId, email } = await addUser(scene.store, {});
    await linkIdentity(scene, userId, 'ada');
    await invite(scene, 'invited@example.com');
    await acceptAtProvider(scene, 'ada');
    expect(await rolesOf(scene, email)).toEqual({ acme: 'member' });
  });

  test('counts once', async () => {
    const scene = await start();
    await invite(scene, 'invited@example.com');
    await acceptAtProvider(scene, 'bob');
    const page = await acceptAtProvider(scene, 'carol');
    expect(page.status).toBe(410);
    expect(page.text).toContain('This invitation was accepted or withdrawn');
  });
});

describe('groups', () => {
  test('let somebody in whom nobody invited, with a role where they are mapped', async () => {
    const scene = await start({ groups: GROUPS });
    await addOrganization(scene, 'platform');
    const first = await createSmallBrowser().open(`${scene.publicUrl}/sign-in`);
    expect(first.text).toContain('This installation has no users yet.');
    expect(first.text).toContain('Sign in with');
    const claims = { email: 'bob@example.com', email_verified: true };
    scene.provider.accounts.set('bob', { ...claims, groups: ['acme-devs', 'acme-admins', 'x'] });
    expect((await signInWithOidc(scene, 'bob')).page.text).toContain('bob@example.com');
    expect(await rolesOf(scene, 'bob@example.com')).toEqual({ acme: 'admin' });
  });

  test('change and take roles at each sign-in, in organizations that are mapped only', async () => {
    const scene = await start({ groups: GROUPS });
    await addOrganization(scene, 'platform');
    await addOrganization(scene, 'other');
    await addUser(scene.store, { acme: 'admin', platform: 'admin' });
    const { userId, email } = await addUser(scene.store, { acme: 'admin', other: 'admin' });
    await linkIdentity(scene, userId, 'ada');
    const seen = [];
    for (const groups of [['acme-devs'], ['infra'], []]) {
      scene.provider.accounts.set('ada', { groups });
      await signInWithOidc(scene, 'ada');
      seen.push(await rolesOf(scene, email));
    }
    expect(seen).toEqual([
      { acme: 'member', other: 'admin' },
      { platform: 'admin', other: 'admin' },
      { other: 'admin' },
    ]);
    const recorded = (await scene.events()).filter(({ action }) => action.startsWith('member.'));
    expect(recorded.map(({ action, actor }) => [action, actor])).toEqual([
      ['member.update', email],
      ['member.delete', email],
      ['member.create', email],
      ['member.delete', email],
    ]);
    expect(recorded.every(({ scopes }) => scopes.length === 1)).toBe(true);
  });

  test('leave an organization its last admin', async () => {
    const scene = await start({ groups: GROUPS });
    const { userId, email } = await addUser(scene.store, { acme: 'admin' });
    await linkIdentity(scene, userId, 'ada');
    await signInWithOidc(scene, 'ada');
    expect(await rolesOf(scene, email)).toEqual({ acme: 'admin' });
    expect(scene.log.join('')).toContain('stays an admin of acme, which has no other');
  });

  test.each([
    ['without a verified address', { email: 'bob@example.com' }, 'is verified'],
    ['with the address of a user', { email: '', email_verified: true }, 'has the address'],
  ])('create no user %s', async (_, claims, complaint) => {
    const scene = await start({ groups: GROUPS });
    const { email } = await addUser(scene.store, {});
    const account = { ...claims, email: claims.email || email.toUpperCase() };
    scene.provider.accounts.set('bob', { ...account, groups: ['acme-devs'] });
    const { page } = await signInWithOidc(scene, 'bob');
    expect([page.status, page.text]).toEqual([403, expect.stringContaining(complaint)]);
    expect(await rolesOf(scene, email)).toEqual({});
  });

  test('of an organization that is not there let nobody in', async () => {
    const scene = await start({ groups: GROUPS });
    const claims = { email: 'bob@example.com', email_verified: true };
    scene.provider.accounts.set('bob', { ...claims, groups: ['infra'] });
    expect((await signInWithOidc(scene, 'bob')).page.status).toBe(403);
  });
});
