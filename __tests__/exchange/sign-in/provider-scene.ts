import { afterEach } from '@jest/globals';
import type { SignInConfig } from '../../../src/exchange/config/config.ts';
import { quietPort } from '../../support/loopback.ts';
import { CLIENT, startOidcProvider, type TestProvider } from '../../support/oidc-provider.ts';
import { type Service, services } from '../service.ts';
import { createSmallBrowser, type Shown, type SmallBrowser } from './browser.ts';

export interface ProviderScene extends Service {
  provider: TestProvider;
}

/** A provider, and the configuration of an exchange whose people sign in with it. */
export async function startProvider(signIn: Partial<SignInConfig> = {}) {
  const port = await quietPort();
  const url = `http://localhost:${port}`;
  const provider = await startOidcProvider(`${url}/sign-in/oidc/callback`);
  const settings: SignInConfig = {
    issuer: provider.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    name: 'Acme SSO',
    groupsClaim: 'groups',
    groups: [],
    ...signIn,
  };
  return { provider, config: { url, listen: { host: '127.0.0.1', port }, signIn: settings } };
}

/** To be called once in a test file: exchanges whose people sign in with a provider of their own. */
export function providerScenes() {
  const closing: (() => Promise<void>)[] = [];
  const start = services();
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  return async (signIn: Partial<SignInConfig> = {}): Promise<ProviderScene> => {
    const { provider, config } = await startProvider(signIn);
    closing.push(() => provider.close());
    return { ...(await start({ config })), provider };
  };
}

/** Signs in at the provider, up to the page of the console that follows. */
export async function signInAtProvider(page: Shown, browser: SmallBrowser, login: string) {
  const form = page.forms[0]?.action ?? '';
  return await browser.submit(page, form, { login });
}

/** With a browser that has signed in nowhere. */
export async function signInWithOidc(
  { publicUrl }: ProviderScene,
  login: string,
  to = '/projects',
) {
  const browser = createSmallBrowser();
  const start = await browser.open(`${publicUrl}/sign-in?to=${encodeURIComponent(to)}`);
  const page = await browser.open(start.link('Sign in with Acme SSO'));
  return { browser, page: await signInAtProvider(page, browser, login) };
}

/** By hand, as linking or an invitation does. */
export async function linkIdentity(
  { store, provider }: ProviderScene,
  userId: string,
  subject: string,
) {
  await store.change(({ identities }) =>
    identities.insert({
      id: crypto.randomUUID(),
      issuer: provider.issuer,
      subject,
      userId,
      createdAt: Math.floor(Date.now() / 1000),
      lastUsedAt: null,
    }),
  );
}
