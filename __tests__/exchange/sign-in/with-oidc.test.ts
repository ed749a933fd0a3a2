import { describe, expect, test } from '@jest/globals';
import { CLIENT } from '../../support/oidc-provider.ts';
import { addUser, disableUser } from '../tenants.ts';
import { createSmallBrowser } from './browser.ts';
import {
  linkIdentity,
  type ProviderScene,
  providerScenes,
  signInAtProvider,
  signInWithOidc,
} from './provider-scene.ts';

const start = providerScenes();

const signIns = async ({ events }: ProviderScene) =>
  (await events()).filter(({ action }) => action === 'session.create');

const callback = ({ publicUrl }: ProviderScene) => `${publicUrl}/sign-in/oidc/callback`;

describe('a linked account', () => {
  test('signs in its user, and leads to where they wanted to go', async () => {
    const scene = await start();
    const { userId, email } = await addUser(scene.store);
    await linkIdentity(scene, userId, 'ada');
    expect(scene.provider.requests).toEqual([]);
    const { page } = await signInWithOidc(scene, 'ada', '/projects?q=web');
    expect(page.url.href).toBe(`${scene.publicUrl}/projects?q=web`);
    expect(page.text).toContain(email);
    expect(await signIns(scene)).toMatchObject([
      { decision: 'changed', actor: email, detail: { after: { method: 'oidc' } } },
    ]);
    const [identity] = await scene.store.read(({ identities }) =>
      identities.list(userId, { after: null, limit: 1 }),
    );
    expect(identity?.lastUsedAt).not.toBeNull();
  });

  test('signs in through a public client, too', async () => {
    const scene = await start({ clientId: `${CLIENT.id}-public`, clientSecret: null });
    const { userId, email } = await addUser(scene.store);
    await linkIdentity(scene, userId, 'ada');
    expect((await signInWithOidc(scene, 'ada')).page.text).toContain(email);
  });

  test('of a disabled user does not sign in', async () => {
    const scene = await start();
    const { userId, email } = await addUser(scene.store);
    await linkIdentity(scene, userId, 'ada');
    await disableUser(scene.store, userId);
    const { page } = await signInWithOidc(scene, 'ada');
    expect(page.status).toBe(403);
    expect(page.text).toContain('Your user is disabled. Ask the operator of this installation.');
    expect(await signIns(scene)).toMatchObject([
      { decision: 'refused', detail: { method: 'oidc', cause: email } },
    ]);
  });

  test('belongs to its issuer: the same subject of another one is somebody else', async () => {
    const scene = await start();
    const { userId } = await addUser(scene.store);
    const other = { ...scene, provider: { ...scene.provider, issuer: 'https://id.example.com' } };
    await linkIdentity(other, userId, 'ada');
    expect((await signInWithOidc(scene, 'ada')).page.status).toBe(403);
  });

  test('never leads elsewhere', async () => {
    const scene = await start();
    const { userId } = await addUser(scene.store);
    await linkIdentity(scene, userId, 'ada');
    const { page } = await signInWithOidc(scene, 'ada', '//evil.example.com/x');
    expect(page.url.href).toBe(`${scene.publicUrl}/projects`);
  });
});

describe('an account that nobody has used here', () => {
  test('does not get in, not even with the verified address of a user; it hears whom to ask', async () => {
    const scene = await start();
    const { email } = await addUser(scene.store);
    scene.provider.accounts.set('mallory', { email, email_verified: true });
    const { page, browser } = await signInWithOidc(scene, 'mallory');
    expect(page.status).toBe(403);
    expect(page.text).toContain('No user here belongs to your account at Acme SSO');
    expect(page.text).toContain('Ask an admin of your organization for an invitation.');
    expect(page.text).not.toContain(email);
    expect((await browser.open(`${scene.publicUrl}/projects`)).url.pathname).toBe('/sign-in');
    expect(await signIns(scene)).toMatchObject([
      { decision: 'refused', actor: null, detail: { cause: `${scene.provider.issuer} mallory` } },
    ]);
  });

  test('that does not sign in at the provider hears so', async () => {
    const scene = await start();
    const { page } = await signInWithOidc(scene, 'cancel');
    expect([page.status, page.text]).toEqual([
      403,
      expect.stringContaining('You did not sign in with Acme SSO.'),
    ]);
  });
});

describe('an answer of the provider', () => {
  /** Up to the address that the provider sends the browser back to. */
  async function answered(scene: ProviderScene) {
    const { userId } = await addUser(scene.store);
    await linkIdentity(scene, userId, 'ada');
    const browser = createSmallBrowser();
    const page = await browser.open(`${scene.publicUrl}/sign-in/oidc`);
    const url = await browser.submitUntil(page, '', callback(scene), { login: 'ada' });
    return { browser, url };
  }

  test('says who sent it', async () => {
    const scene = await start();
    const { url } = await answered(scene);
    expect(new URL(url).searchParams.get('iss')).toBe(scene.provider.issuer);
  });

  test('counts in the browser alone that asked', async () => {
    const scene = await start();
    const { browser, url } = await answered(scene);
    const other = createSmallBrowser();
    await other.openUntil(`${scene.publicUrl}/sign-in/oidc`, scene.provider.issuer);
    for (const stranger of [createSmallBrowser(), other]) {
      const page = await stranger.open(url);
      expect(page.status).toBe(403);
      expect((await stranger.open(`${scene.publicUrl}/projects`)).url.pathname).toBe('/sign-in');
    }
    expect((await browser.open(url)).url.pathname).toBe('/projects');
  });

  test('counts once', async () => {
    const scene = await start();
    const { browser, url } = await answered(scene);
    const cookies = new Map(browser.cookies(scene.publicUrl));
    expect((await browser.open(url)).status).toBe(200);
    const again = createSmallBrowser(cookies, scene.publicUrl);
    const page = await again.open(url);
    expect(page.text).toContain('This sign-in was started in another browser, has been used');
    expect(await signIns(scene)).toHaveLength(2);
  });

  test('with the code of an answer before is not accepted', async () => {
    const scene = await start();
    const { browser, url } = await answered(scene);
    await browser.open(url);
    const fresh = createSmallBrowser();
    const asked = await fresh.openUntil(`${scene.publicUrl}/sign-in/oidc`, scene.provider.issuer);
    const replayed = new URL(url);
    replayed.searchParams.set('state', new URL(asked).searchParams.get('state') ?? '');
    const page = await fresh.open(replayed);
    expect([page.status, page.text]).toEqual([
      403,
      expect.stringContaining('sent an answer that can’t be accepted'),
    ]);
  });

  test('of another state is not accepted, nor of another issuer, nor without one', async () => {
    for (const change of [
      (query: URLSearchParams) => query.set('state', 'x'.repeat(43)),
      (query: URLSearchParams) => query.set('iss', 'https://evil.example.com'),
      (query: URLSearchParams) => query.delete('iss'),
    ]) {
      const scene = await start();
      const { browser, url } = await answered(scene);
      const changed = new URL(url);
      change(changed.searchParams);
      const before = scene.provider.requests.length;
      expect((await browser.open(changed)).status).toBe(403);
      // The code went nowhere.
      expect(scene.provider.requests.slice(before)).not.toContain('POST /token');
    }
  });

  test('comes too late after ten minutes', async () => {
    const scene = await start();
    const { browser, url } = await answered(scene);
    scene.pass(600);
    expect((await browser.open(url)).text).toContain('took longer than 10 minutes');
  });

  test('leaves no secret in the log', async () => {
    const scene = await start();
    const { browser, url } = await answered(scene);
    await browser.open(url);
    await browser.open(url);
    const log = scene.log.join('');
    for (const secret of [
      CLIENT.secret,
      new URL(url).searchParams.get('code') ?? '',
      new URL(url).searchParams.get('state') ?? '',
      ...browser.cookies(scene.publicUrl).values(),
    ])
      expect(log).not.toContain(secret);
  });
});

test('a provider that is down stops nobody else, and the page says so', async () => {
  const scene = await start();
  const { token } = await addUser(scene.store);
  await scene.provider.close();
  expect((await scene.exchange()).status).toBe(200);
  const browser = createSmallBrowser();
  const page = await browser.open(`${scene.publicUrl}/sign-in/oidc`);
  expect([page.status, page.text]).toEqual([
    503,
    expect.stringContaining('Acme SSO is unavailable right now.'),
  ]);
  const form = await browser.open(`${scene.publicUrl}/sign-in/token`);
  expect((await browser.submit(form, '/sign-in/token', { token })).url.pathname).toBe('/projects');
});

test('who is signed in as somebody else is that no more', async () => {
  const scene = await start();
  const { userId, email } = await addUser(scene.store);
  await linkIdentity(scene, userId, 'ada');
  const browser = createSmallBrowser();
  const before = await browser.open(`${scene.publicUrl}/sign-in/oidc`);
  const { token, userId: other } = await addUser(scene.store);
  const form = await browser.open(`${scene.publicUrl}/sign-in/token`);
  await browser.submit(form, '/sign-in/token', { token });
  const page = await signInAtProvider(before, browser, 'ada');
  expect(page.text).toContain(email);
  const list = await scene.store.read(({ sessions }) =>
    sessions.list(other, { after: null, limit: 9 }, 0),
  );
  expect(list).toEqual([]);
});
