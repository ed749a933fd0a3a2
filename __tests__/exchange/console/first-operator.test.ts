import { afterEach, describe, expect, test } from '@jest/globals';
import { startExchange } from '../../../src/exchange/main.ts';
import { baseConfig, type Service, services } from '../service.ts';
import { addUser } from '../tenants.ts';
import { visit } from './visitor.ts';

const start = services(afterEach, { forBrowsers: true, trust: [] });

const linksIn = (log: readonly string[]) =>
  [...log.join('').matchAll(/"link":"[^"]+?(\/setup\/[\w-]{43})"/g)].map(([, path = '']) => path);

async function offered(): Promise<{ service: Service; path: string }> {
  const service = await start();
  const [path = '', ...more] = linksIn(service.log);
  expect(path).not.toBe('');
  expect(more).toEqual([]);
  return { service, path };
}

const email = 'ada@example.com';

const operators = ({ store }: Service) =>
  store.read(async ({ users }) => (await users.all()).filter(({ operator }) => operator));

test('the sign-in page says that nobody can sign in, until somebody can', async () => {
  const { service, path } = await offered();
  const before = await visit(service).get('/sign-in');
  expect(before.text).toContain('Nobody can sign in yet');
  expect(before.source).not.toContain(path.slice('/setup/'.length));
  expect(before.source).not.toContain('data-passkey');
  await visit(service).post(path, { email });
  const after = await visit(service).get('/sign-in');
  expect(after.text).not.toContain('Nobody can sign in yet');
  expect(after.source).toContain('data-passkey="get"');
});

test('the account page warns of signing out, as long as there is no way back in', async () => {
  const { service, path } = await offered();
  const visitor = visit(service);
  await visitor.post(path, { email });
  const warning = 'You can’t sign in again after you sign out. Add a passkey first.';
  expect((await visitor.get('/account')).text).toContain(warning);
  const created = await visitor.post('/account/tokens', { description: 'spare', expires: '7' });
  expect(created.source).toContain('dpu_');
  const page = await visitor.get('/account');
  expect(page.text).not.toContain(warning);
  await visitor.post(/\/account\/tokens\/[\w-]{36}\/revoke/.exec(page.source)?.[0] ?? '');
  expect((await visitor.get('/account')).text).toContain(warning);
});

describe('the link to become the first operator', () => {
  test('makes one in a transaction with its events, and lets them in', async () => {
    const { service, path } = await offered();
    const visitor = visit(service);
    expect((await visitor.get(path)).status).toBe(200);
    expect((await visitor.post(path, { email: 'Ada@Example.com ' })).headers.get('location')).toBe(
      '/welcome',
    );
    expect(await operators(service)).toMatchObject([{ email, emailProven: true }]);
    const events = await service.events();
    expect(events.slice(-2).map(({ action, actor }) => [action, actor])).toEqual([
      ['user.create', email],
      ['session.create', email],
    ]);
    expect((await visitor.get('/installation')).status).not.toBe(404);
    expect(JSON.stringify(events)).not.toContain(path.slice('/setup/'.length));
  });

  test('works for one of two who press the button at once', async () => {
    const { service, path } = await offered();
    const answers = await Promise.all(
      ['ada@example.com', 'eve@example.com'].map((email) => visit(service).post(path, { email })),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      303, 410,
    ]);
    expect(await operators(service)).toHaveLength(1);
  });

  test('shows again what was typed, and is not spent by it', async () => {
    const { service, path } = await offered();
    const refused = await visit(service).post(path, { email: 'ada' });
    expect(refused.status).toBe(400);
    expect(refused.source).toContain('value="ada"');
    expect((await visit(service).post(path, { email })).status).toBe(303);
  });

  test('makes an operator of whoever the policy file has named', async () => {
    const { service, path } = await offered();
    await service.store.change(({ users }) =>
      users.insert({
        id: 'u',
        email,
        emailProven: true,
        operator: false,
        disabledAt: null,
        createdAt: 0,
      }),
    );
    expect((await visit(service).post(path, { email })).status).toBe(303);
    expect(await operators(service)).toMatchObject([{ id: 'u' }]);
  });

  test('ends after an hour', async () => {
    const { service, path } = await offered();
    service.pass(3599);
    expect((await visit(service).get(path)).status).toBe(200);
    service.pass(1);
    const { status, text } = await visit(service).get(path);
    expect([status, text]).toEqual([410, expect.stringContaining('expired')]);
    expect((await visit(service).post(path, { email })).status).toBe(410);
    expect(await operators(service)).toEqual([]);
  });

  test('ends once the command line has made an operator', async () => {
    const { service, path } = await offered();
    const { userId } = await addUser(service.store, {});
    await service.store.change(({ users }) =>
      users.update(userId, { operator: true, disabledAt: null }),
    );
    expect((await visit(service).post(path, { email })).status).toBe(410);
  });

  test('gives way to that of another replica', async () => {
    const { service, path } = await offered();
    const log: string[] = [];
    const other = await startExchange(
      { ...baseConfig(service.database.config), url: service.publicUrl },
      { logTo: { write: (line) => void log.push(line) } },
    );
    await other.close();
    const [newer = ''] = linksIn(log);
    expect((await visit(service).get(path)).status).toBe(410);
    expect((await visit(service).post(newer, { email })).status).toBe(303);
  });

  test('is not guessed', async () => {
    const { service } = await offered();
    expect((await visit(service).get(`/setup/${'x'.repeat(43)}`)).status).toBe(404);
    expect((await visit(service).post(`/setup/${'x'.repeat(43)}`, { email })).status).toBe(404);
  });
});
