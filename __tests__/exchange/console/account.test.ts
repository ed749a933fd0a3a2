import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createWorld, type World } from '../api/admin/world.ts';
import { type Service, services } from '../service.ts';
import { addUser } from '../tenants.ts';
import { type PageVisitor, signIn, visit } from './visitor.ts';

const start = services(afterAll);
let service: Service;
let world: World;
let member: PageVisitor;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
});

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';

const again = () => signIn(service, world.tokens.member ?? '', { 'user-agent': FIREFOX });

beforeEach(async () => {
  world = await createWorld(service.store);
  member = await signIn(service, world.tokens.member ?? '');
});

const sessionIdIn = (source: string) => /\/account\/sessions\/([\w-]{36})\/end/.exec(source)?.[1];

test('sessions are listed, and ended one by one or all others at once', async () => {
  const [second, third] = [await again(), await again()];
  const { text, source } = await member.get('/account');
  expect(text).toContain('Firefox on Linux');
  expect(text).toContain('this one');
  // The world's own, and the two.
  expect(source.match(/\/account\/sessions\/[\w-]{36}\/end/g)).toHaveLength(3);

  await member.post('/account/sessions/end-others');
  for (const ended of [second, third])
    expect((await ended.get('/account')).headers.get('location')).toBe('/sign-in?to=%2Faccount');
  expect((await member.get('/account')).status).toBe(200);

  const fourth = await again();
  const id = sessionIdIn((await member.get('/account')).source);
  await member.post(`/account/sessions/${id}/end`);
  expect((await fourth.get('/account')).status).toBe(303);
});

test('a session ends with the token that it was begun with, and is not listed any more', async () => {
  const made = await member.post('/account/tokens', { description: 'short', expires: '7' });
  const guest = await signIn(service, /dpu_\w+/.exec(made.source)?.[0] ?? '', {
    'user-agent': FIREFOX,
  });
  const path = '/user/tokens';
  expect((await guest.get('/account')).text).toContain('short');
  const revoke = [
    ...(await member.get('/account')).source.matchAll(/\/account\/tokens\/[\w-]{36}\/revoke/g),
  ];
  await member.post(revoke.at(-1)?.[0] ?? path);
  expect((await guest.get('/account')).status).toBe(303);
  expect((await member.get('/account')).text).not.toContain('Firefox');
});

test('passkeys are renamed and removed, with a warning before the last way in', async () => {
  const { passkey_id: id } = world.ids('member');
  const path = `/account/passkeys/${id}`;
  expect((await member.get('/account')).text).toContain('laptop');
  const empty = await member.post(path, { name: ' ' });
  expect([empty.status, empty.text]).toEqual([400, expect.stringContaining('Name is empty')]);
  expect((await member.post(path, { name: 'YubiKey' })).status).toBe(303);
  expect((await member.get('/account')).text).toContain('YubiKey');
  expect((await member.get(`${path}/remove`)).text).not.toContain('your last way');
  await service.store.change(({ identities }) =>
    identities.remove(world.ids('member').identity_id ?? ''),
  );
  expect((await member.get(`${path}/remove`)).text).toContain('your last way to sign in');
  await member.post(`${path}/remove`);
  expect((await member.get('/account')).text).not.toContain('YubiKey');
});

test('where the console has an IP address, passkeys are said to need a name', async () => {
  const elsewhere = await start({
    config: { url: 'http://127.0.0.1:8080', rateLimits: { perAddress: 0, perRepository: 0 } },
  });
  await addUser(elsewhere.store);
  const page = await visit(elsewhere).get('/sign-in');
  expect(page.text).toContain('such as http://localhost:8080');
  expect(page.source).not.toContain('data-passkey="get"');
});
