import { expect, test } from '@jest/globals';
import { addUser } from '../tenants.ts';
import { createSmallBrowser, type SmallBrowser } from './browser.ts';
import {
  linkIdentity,
  type ProviderScene,
  providerScenes,
  signInAtProvider,
  signInWithOidc,
} from './provider-scene.ts';

const start = providerScenes();

async function signedIn(scene: ProviderScene, changes?: Parameters<typeof addUser>[2]) {
  const user = await addUser(scene.store, {}, changes);
  const browser = createSmallBrowser();
  const form = await browser.open(`${scene.publicUrl}/sign-in/token`);
  await browser.submit(form, '/sign-in/token', { token: user.token });
  return { user, browser };
}

const identitiesOf = ({ store }: ProviderScene, userId: string) =>
  store.read(({ identities }) => identities.list(userId, { after: null, limit: 9 }));

/** Up to the page that asks whether to link. */
async function askToLink({ publicUrl }: ProviderScene, browser: SmallBrowser, login: string) {
  const account = await browser.open(`${publicUrl}/account`);
  const page = await browser.open(account.link('Link Acme SSO'));
  return await signInAtProvider(page, browser, login);
}

test('an account is linked after a look at it, signs in from then on, and is unlinked', async () => {
  const scene = await start();
  scene.provider.accounts.set('ada', { email: 'ada@example.com', email_verified: true });
  const { user, browser } = await signedIn(scene);
  const asked = await askToLink(scene, browser, 'ada');
  for (const said of ['ada@example.com', scene.provider.issuer, user.email])
    expect(asked.text).toContain(said);
  expect(await identitiesOf(scene, user.userId)).toEqual([]);
  const linked = await browser.submit(asked, '/account/identities');
  expect(linked.text).toContain('Account linked.');
  expect((await scene.events()).at(-1)).toMatchObject({
    action: 'identity.create',
    actor: user.email,
    detail: { after: { issuer: scene.provider.issuer, subject: 'ada' } },
  });
  const other = await signInWithOidc(scene, 'ada');
  expect(other.page.text).toContain(user.email);

  const confirm = await browser.open(linked.link('Unlink'));
  const unlinked = await browser.submit(confirm, '/unlink');
  expect(unlinked.text).toContain('Account unlinked.');
  expect((await signInWithOidc(scene, 'ada')).page.status).toBe(403);
});

test('what is confirmed counts once, and in the session alone that asked', async () => {
  const scene = await start();
  const { user, browser } = await signedIn(scene);
  const asked = await askToLink(scene, browser, 'ada');
  const other = await signedIn(scene);
  const page = await other.browser.open(`${scene.publicUrl}/account`);
  const key = page.forms[0]?.fields.form_key ?? '';
  const stolen = await other.browser.submit(asked, '/account/identities', { form_key: key });
  expect(stolen.status).toBe(403);
  expect(await identitiesOf(scene, other.user.userId)).toEqual([]);
  await browser.submit(asked, '/account/identities');
  expect((await browser.submit(asked, '/account/identities')).status).toBe(403);
  expect(await identitiesOf(scene, user.userId)).toHaveLength(1);
});

test('is not confirmed without the key of the form', async () => {
  const scene = await start();
  const { user, browser } = await signedIn(scene);
  const asked = await askToLink(scene, browser, 'ada');
  const forged = await browser.submit(asked, '/account/identities', { form_key: 'x' });
  expect(forged.status).toBe(403);
  expect(await identitiesOf(scene, user.userId)).toEqual([]);
});

test('a token that expires links no account, which would outlive it', async () => {
  const scene = await start();
  const expiresAt = Math.floor(Date.now() / 1000) + 86_400;
  const { user, browser } = await signedIn(scene, { expiresAt });
  const page = await browser.open(`${scene.publicUrl}/sign-in/oidc/link`);
  expect([page.status, page.text]).toEqual([403, expect.stringContaining('would outlive it')]);
  expect(await identitiesOf(scene, user.userId)).toEqual([]);
});

test('an answer links nothing once somebody else is signed in, or nobody is', async () => {
  const scene = await start();
  const { browser } = await signedIn(scene);
  const page = await browser.open(`${scene.publicUrl}/sign-in/oidc/link`);
  const other = await addUser(scene.store);
  const form = await browser.open(`${scene.publicUrl}/sign-in/token`);
  await browser.submit(form, '/sign-in/token', { token: other.token });
  const answered = await signInAtProvider(page, browser, 'ada');
  expect([answered.status, answered.text]).toEqual([
    403,
    expect.stringContaining('You are not signed in any more as you were'),
  ]);
  expect(await identitiesOf(scene, other.userId)).toEqual([]);
});

test.each(['own', "another user's"])(
  'an account that is linked as %s is not linked',
  async (whose) => {
    const scene = await start();
    const { user, browser } = await signedIn(scene);
    const owner = whose === 'own' ? user : await addUser(scene.store);
    await linkIdentity(scene, owner.userId, 'ada');
    const { status, text } = await askToLink(scene, browser, 'ada');
    const said = whose === 'own' ? 'to your user already' : 'to another user';
    expect([status, text]).toEqual([403, expect.stringContaining(said)]);
  },
);

test("nobody unlinks another user's account, or hears of it", async () => {
  const scene = await start();
  const { browser } = await signedIn(scene);
  const owner = await addUser(scene.store);
  await linkIdentity(scene, owner.userId, 'ada');
  const [identity] = await identitiesOf(scene, owner.userId);
  const url = `${scene.publicUrl}/account/identities/${identity?.id}/unlink`;
  expect((await browser.open(url)).status).toBe(404);
});
