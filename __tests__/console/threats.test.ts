import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call } from '../exchange/api/admin/administration.ts';
import { createWorld, type World } from '../exchange/api/admin/world.ts';
import { type PageVisitor, signIn, visit } from '../exchange/console/visitor.ts';
import { type Service, services } from '../exchange/service.ts';
import { addressOf, CONSOLE, namesIn, PAGES } from './pages.ts';

/** What a console must not let happen; SECURITY.md says where the rest of its table is tested. */

const start = services(afterAll);
let service: Service;
let world: World;
let admin: PageVisitor;

beforeAll(async () => {
  service = await start({ config: CONSOLE });
  world = await createWorld(service.store);
  admin = await signIn(service, world.tokens.admin ?? '');
});

const SESSION = '__Host-dockpass-session';

const token = () => world.tokens.admin ?? '';

const settings = () => `/projects/${world.name}/web/settings`;

const tokens = () => `${settings()}/tokens/new`;

const GET_PAGES = PAGES.filter(({ method, path }) => method === 'GET' && !path.endsWith('/stream'));

describe('clickjacking, foreign code, caches, Referer: each answer says what browsers must not do', () => {
  test.each(GET_PAGES)('$name', async (page) => {
    const address = addressOf(page, namesIn(page, world, 'admin'));
    for (const visitor of [admin, visit(service)]) {
      const { headers } = await visitor.get(address);
      // Not configured: there is no such page, and no markup.
      if (headers.get('content-type')?.includes('json')) continue;
      const policy = (headers.get('content-security-policy') ?? '').split('; ');
      expect(policy).toEqual(
        expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]),
      );
      expect(policy.filter((it) => /unsafe|\*|data:|https?:/.test(it))).toEqual([]);
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
    }
  });

  test('so does what is refused', async () => {
    const answers = [await admin.get('/nothing'), await admin.get('/projects/a/b/settings')];
    const forged = await admin.request('/sign-out', { method: 'POST' });
    for (const { status, headers } of [...answers, forged]) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('open redirect: after signing in, people stay here', () => {
  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/.//evil.example/',
    '/..//evil.example/',
    'https://own.invalid//evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '\t//evil.example',
    'evil.example',
    '/%0d%0alocation:%20https://evil.example',
  ])('%j', async (to) => {
    const visitor = visit(service);
    const page = await visitor.get(`/sign-in/token?to=${encodeURIComponent(to)}`);
    expect(page.status).toBe(200);
    const sent = await visitor.post('/sign-in/token', { token: token(), to });
    expect(sent.status).toBe(303);
    const location = sent.headers.get('location') ?? '';
    expect(new URL(location, service.publicUrl).origin).toBe(service.publicUrl);
    // Signed in already: the same by a link.
    const led = (await visitor.get(`/sign-in?to=${encodeURIComponent(to)}`)).headers.get(
      'location',
    );
    expect(new URL(led ?? '', service.publicUrl).origin).toBe(service.publicUrl);
  });
});

describe('session fixation', () => {
  test('what was planted in the browser is worth nothing once somebody has signed in', async () => {
    const attacker = await signIn(service, token());
    const victim = visit(service, {}, attacker.cookies);
    expect((await victim.post('/sign-in/token', { token: token() })).status).toBe(303);
    expect(victim.cookies.get(SESSION)).not.toBe(attacker.cookies.get(SESSION));
    expect((await attacker.get('/projects')).status).toBe(303);
    expect((await victim.get('/projects')).status).toBe(200);
  });

  test('what was made up, or belongs to a form, is no session', async () => {
    const stranger = visit(service);
    await stranger.get('/sign-in/token');
    for (const value of ['x', '', ...stranger.cookies.values()]) {
      const visitor = visit(service, {}, new Map([[SESSION, value]]));
      expect((await visitor.get('/projects')).status).toBe(303);
    }
  });

  test('cookies are for this host, https and requests alone', async () => {
    const visitor = visit(service);
    const page = await visitor.get('/sign-in/token');
    const signedIn = await visitor.post('/sign-in/token', { token: token() });
    const lines = [page, signedIn].flatMap(({ headers }) => headers.getSetCookie());
    expect(lines.length).toBe(2);
    for (const line of lines)
      expect(line).toMatch(
        /^__Host-dockpass-\w+=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/,
      );
  });
});

test('a stolen form is worth nothing once its session has ended', async () => {
  const visitor = await signIn(service, token());
  const form_key = await visitor.formKey();
  const stolen = new Map(visitor.cookies);
  await visitor.post('/sign-out');
  const thief = visit(service, { origin: service.publicUrl }, stolen);
  const body = new URLSearchParams({ form_key, description: 'stolen', permissions: 'pull' });
  const answer = await thief.request(tokens(), { method: 'POST', body });
  await answer.text();
  expect(answer.status).toBe(403);
  expect((await admin.get(settings())).text).not.toContain('stolen');
});

test('a form that is sent again creates one token, which is shown once', async () => {
  const fields = {
    once: 'b7c9b1e0-5a0f-4c41-9a43-0d7e6f1d2c3b',
    description: 'replayed',
    expires: '30',
    permissions: 'pull',
  };
  const first = await admin.post(tokens(), fields);
  const second = await admin.post(tokens(), fields);
  expect(first.source).toMatch(/dpp_\w{30}/);
  expect(second.source).not.toMatch(/dpp_\w{30}/);
  const path = `/projects/${world.name}%2Fweb/tokens`;
  const { body } = await call(service.url, token(), 'GET', path);
  const descriptions = body.items.map(({ description }: { description: string }) => description);
  expect(descriptions.filter((it: string) => it === 'replayed')).toHaveLength(1);
});

test('tokens are never part of an address that we make', async () => {
  const answer = await visit(service).post('/sign-in/token', { token: token() });
  expect(answer.headers.get('location')).toBe('/projects');
  const refused = await visit(service).post('/sign-in/token', { token: `${token()}x` });
  expect(refused.source).not.toContain(token());
});
