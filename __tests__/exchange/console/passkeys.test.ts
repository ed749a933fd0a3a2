import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Authenticator,
  type Ceremony,
  createAuthenticator,
} from '../../support/authenticator.ts';
import { createWorld, type World } from '../api/admin/world.ts';
import { type Service, services } from '../service.ts';
import { type PageVisitor, signIn, type VisitedPage, visit } from './visitor.ts';

const start = services(afterAll);
let service: Service;
let world: World;
let key: Authenticator;

beforeAll(async () => {
  service = await start({
    forBrowsers: true,
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
  });
});

beforeEach(async () => {
  // Limits on attempts begin anew.
  service.pass(61);
  world = await createWorld(service.store);
  key = createAuthenticator();
});

const SESSION = 'dockpass-session';

/** What an authenticator is asked, as the page's script asks for it. */
async function asked(visitor: PageVisitor, path: string): Promise<Ceremony & { options: object }> {
  const answer = await visitor.request(`${path}/options`, {
    method: 'POST',
    body: new URLSearchParams({ form_key: await visitor.formKey() }),
    headers: { origin: service.publicUrl },
  });
  // biome-ignore lint/suspicious/noExplicitAny: JSON that is looked into
  const { options, message }: any = await answer.json();
  if (!options) throw new Error(`${answer.status} ${message}`);
  return { challenge: options.challenge, rpId: 'localhost', origin: service.publicUrl, options };
}

async function send(
  visitor: PageVisitor,
  path: string,
  credential: object,
  fields: Record<string, string> = {},
): Promise<VisitedPage> {
  return await visitor.post(path, { credential: JSON.stringify(credential), ...fields });
}

/** Adds the key to the account of the world's member. */
async function registered(changes: Partial<Ceremony> = {}): Promise<VisitedPage> {
  const member = await signIn(service, world.tokens.member ?? '');
  const ceremony = await asked(member, '/account/passkeys');
  return await send(member, '/account/passkeys', key.create({ ...ceremony, ...changes }), {
    name: 'laptop',
  });
}

async function signInWith(
  authenticator: Authenticator,
  changes: Partial<Ceremony> = {},
  visitor = visit(service),
): Promise<VisitedPage> {
  const ceremony = await asked(visitor, '/sign-in/passkey');
  return await send(visitor, '/sign-in/passkey', authenticator.get({ ...ceremony, ...changes }));
}

const storedKey = async () =>
  await service.store.read(
    async ({ passkeys }) => await passkeys.findByCredential(key.credentialId),
  );

const lastEvent = async () => (await service.events()).at(-1);

describe('a passkey', () => {
  test('is added, and signs in whoever has it, under a session of its own', async () => {
    expect((await registered()).headers.get('location')).toBe(
      '/account?notice=passkey-added#passkeys',
    );
    expect(await lastEvent()).toMatchObject({
      action: 'passkey.create',
      actor: `member@${world.name}.example.com`,
    });
    const visitor = visit(service);
    const answer = await signInWith(key, { counter: 1 }, visitor);
    expect(answer.status).toBe(303);
    expect((await visitor.get('/account')).text).toContain(`member@${world.name}.example.com`);
    expect(await lastEvent()).toMatchObject({
      action: 'session.create',
      decision: 'changed',
      detail: { after: { method: 'passkey' } },
    });
    expect(await storedKey()).toMatchObject({ counter: 1, lastUsedAt: expect.any(Number) });
  });

  test('ends the session that somebody else has planted', async () => {
    await registered();
    const planted = await signIn(service, world.tokens.stranger ?? '');
    const victim = visit(service, {}, planted.cookies);
    expect((await signInWith(key, {}, victim)).status).toBe(303);
    expect(victim.cookies.get(SESSION)).not.toBe(planted.cookies.get(SESSION));
    expect((await planted.get('/projects')).status).toBe(303);
  });

  test.each<[string, Partial<Ceremony>]>([
    ['without user verification', { verified: false }],
    ['on a page of another origin', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['as another challenge', { challenge: 'AAAA' }],
    ['as an assertion', { type: 'webauthn.get' }],
  ])('made %s is not added', async (_, changes) => {
    const { status, text } = await registered(changes);
    expect(status).toBe(400);
    expect(text).toContain('was not accepted');
    expect(await storedKey()).toBeUndefined();
  });

  test.each<[string, Partial<Ceremony>]>([
    ['without user verification', { verified: false }],
    ['on a page of another origin', { origin: 'https://evil.example' }],
    ['on another port', { origin: 'http://localhost:1' }],
    ['for another site', { rpId: 'evil.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['as another user', { userHandle: 'AAAA' }],
    ['as a registration', { type: 'webauthn.create' }],
  ])('that signs %s lets nobody in', async (_, changes) => {
    await registered();
    const visitor = visit(service);
    const { status, text } = await signInWith(key, changes, visitor);
    expect(status).toBe(400);
    expect(text).toContain('This passkey was not accepted');
    expect(visitor.cookies.get(SESSION)).toBeUndefined();
    expect(await lastEvent()).toMatchObject({
      action: 'session.create',
      decision: 'refused',
      actor: `member@${world.name}.example.com`,
      detail: { method: 'passkey', cause: expect.any(String) },
    });
  });

  test('of another user is no use with one’s own key', async () => {
    await registered();
    const own = createAuthenticator();
    const visitor = visit(service);
    const ceremony = await asked(visitor, '/sign-in/passkey');
    const { credentialId: id } = key;
    const forged = { ...own.get(ceremony), id, rawId: id };
    expect((await send(visitor, '/sign-in/passkey', forged)).status).toBe(400);
  });

  test('that nobody has registered is unknown', async () => {
    const { status, text } = await signInWith(createAuthenticator());
    expect(status).toBe(400);
    expect(text).toContain('doesn’t belong to any user here');
  });

  test('that was removed lets nobody in', async () => {
    await registered();
    const { id = '' } = (await storedKey()) ?? {};
    const member = await signIn(service, world.tokens.member ?? '');
    expect((await member.post(`/account/passkeys/${id}/remove`)).status).toBe(303);
    expect((await signInWith(key)).status).toBe(400);
  });

  test('of somebody who was disabled lets nobody in', async () => {
    await registered();
    const { userId = '' } = (await storedKey()) ?? {};
    await service.store.change(({ users }) =>
      users.update(userId, { operator: false, disabledAt: 1 }),
    );
    const { status, text } = await signInWith(key);
    expect([status, text]).toEqual([400, expect.stringContaining('disabled')]);
  });

  test('whose counter goes backwards may have been copied', async () => {
    await registered();
    expect((await signInWith(key, { counter: 5 })).status).toBe(303);
    for (const counter of [5, 4]) {
      const { status, text } = await signInWith(key, { counter });
      expect(status).toBe(400);
      expect(text).toContain('may have been copied');
    }
    expect(service.log.join('')).toContain('a passkey may have been copied');
    expect((await signInWith(key, { counter: 6 })).status).toBe(303);
  });
});

describe('a challenge', () => {
  test('is answered once, and by the browser that asked', async () => {
    await registered();
    const visitor = visit(service);
    const ceremony = await asked(visitor, '/sign-in/passkey');
    const kept = new Map(visitor.cookies);
    const credential = key.get(ceremony);
    const other = visit(service);
    await asked(other, '/sign-in/passkey');
    expect((await send(other, '/sign-in/passkey', credential)).status).toBe(400);
    expect((await send(visitor, '/sign-in/passkey', credential)).status).toBe(303);
    const replaying = visit(service, {}, kept);
    const replayed = await send(replaying, '/sign-in/passkey', credential);
    expect(replayed.status).toBe(400);
    expect(replayed.text).toContain('was sent before');
  });

  test('is spent by a wrong answer', async () => {
    await registered();
    const visitor = visit(service);
    const ceremony = await asked(visitor, '/sign-in/passkey');
    const kept = new Map(visitor.cookies);
    await send(visitor, '/sign-in/passkey', key.get({ ...ceremony, verified: false }));
    const again = visit(service, {}, kept);
    expect((await send(again, '/sign-in/passkey', key.get(ceremony))).status).toBe(400);
  });

  test('ends after five minutes', async () => {
    await registered();
    const visitor = visit(service);
    const ceremony = await asked(visitor, '/sign-in/passkey');
    service.pass(300);
    expect((await send(visitor, '/sign-in/passkey', key.get(ceremony))).status).toBe(400);
  });

  test('to add a passkey is for the session that asked', async () => {
    const admin = await signIn(service, world.tokens.admin ?? '');
    const ceremony = await asked(admin, '/account/passkeys');
    const member = await signIn(service, world.tokens.member ?? '');
    const ofAdmin = admin.cookies.get('dockpass-ceremony') ?? '';
    const mixed = visit(service, {}, new Map([...member.cookies, ['dockpass-ceremony', ofAdmin]]));
    const answer = await send(mixed, '/account/passkeys', key.create(ceremony), { name: 'x' });
    expect(answer.status).toBe(400);
  });
});

describe('attempts', () => {
  test('with one passkey are limited, whoever else signs in', async () => {
    await registered();
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await signInWith(key, { verified: false })).status).toBe(400);
    expect((await signInWith(key)).status).toBe(429);
    expect(
      (await visit(service).post('/sign-in/token', { token: world.tokens.admin ?? '' })).status,
    ).toBe(303);
    service.pass(61);
    expect((await signInWith(key)).status).toBe(303);
  });

  test('from one network are limited, of tokens, too', async () => {
    const attempt = () => visit(service).post('/sign-in/token', { token: 'dpu_wrong' });
    for (let count = 0; count < 20; count++) expect((await attempt()).status).toBe(400);
    expect((await attempt()).status).toBe(429);
    expect((await signInWith(createAuthenticator())).status).toBe(429);
  });
});

test('whoever signed in with a token that ends adds no passkey, and makes no token that outlives it', async () => {
  const member = await signIn(service, world.tokens.member ?? '');
  const made = await member.post('/account/tokens', { description: 'short', expires: '7' });
  const token = /dpu_\w+/.exec(made.source)?.[0] ?? '';
  const guest = await signIn(service, token);
  await expect(asked(guest, '/account/passkeys')).rejects.toThrow('403 You signed in with a token');
  const longer = await guest.post('/account/tokens', { description: 'longer', expires: '30' });
  expect([longer.status, longer.text]).toEqual([403, expect.stringContaining('outlives')]);
  expect(
    (await guest.post('/account/tokens', { description: 'as long', expires: '' })).status,
  ).toBe(200);
  const tokens = await service.store.read(async ({ userTokens, users }) => {
    const user = await users.findByEmail(`member@${world.name}.example.com`);
    return await userTokens.list(user?.id ?? '', { after: null, limit: 10 });
  });
  const [, short, asLong] = tokens;
  expect(asLong?.expiresAt).toBe(short?.expiresAt);
});
