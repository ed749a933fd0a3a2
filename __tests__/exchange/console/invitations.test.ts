import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call } from '../api/admin/administration.ts';
import { createWorld, type World } from '../api/admin/world.ts';
import { type Service, services } from '../service.ts';
import { type PageVisitor, signIn, visit } from './visitor.ts';

const start = services(afterAll);
let service: Service;

beforeAll(async () => {
  service = await start({
    forBrowsers: true,
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
  });
});

const SESSION = 'dockpass-session';

/** Somebody whom the world's organization has invited. Returns the path of the link. */
async function invited(world: World, email: string, role = 'member'): Promise<string> {
  const { name, tokens } = world;
  const { body } = await call(
    service.url,
    tokens.admin,
    'POST',
    `/organizations/${name}/invitations`,
    { body: { email, role } },
  );
  return new URL(body.link).pathname;
}

/** What the link's page shows, without what is of this invitation alone. */
async function shown(visitor: PageVisitor, path: string, email: string): Promise<string> {
  const { status, source } = await visitor.get(path);
  return `${status} ${source}`
    .replaceAll(path.slice('/invitations/'.length), 'SECRET')
    .replaceAll(email, 'EMAIL')
    .replaceAll(/name="form_key" value="[^"]*"/g, 'KEY')
    .replaceAll(/<time .*?<\/time>/g, 'TIME');
}

async function membersOf({ name, tokens }: World): Promise<{ user_id: string; email: string }[]> {
  const path = `/organizations/${name}/members`;
  return (await call(service.url, tokens.admin, 'GET', path)).body.items;
}

const emailsOf = async (world: World) => (await membersOf(world)).map(({ email }) => email);

describe('somebody who is new here', () => {
  test('sees who invites them to what, and joins with an account of their own', async () => {
    const world = await createWorld(service.store);
    const email = `new@${world.name}.example.com`;
    const path = await invited(world, email, 'admin');
    const visitor = visit(service);
    for (const method of ['HEAD', 'GET', 'GET'])
      await (await visitor.request(path, { method })).text();
    const page = await visitor.get(path);
    expect(page.text).toContain(`admin@${world.name}.example.com`);
    expect(page.text).toContain(world.name);
    expect(await emailsOf(world)).not.toContain(email);

    const joined = await visitor.post(`${path}/join`);
    expect(joined.status).toBe(303);
    expect(joined.headers.get('location')).toBe('/welcome');
    expect(visitor.cookies.get(SESSION)).toBeTruthy();
    expect(await emailsOf(world)).toContain(email);
    expect((await visitor.get('/projects')).text).toContain(`${world.name}/web`);
    expect((await visitor.get('/account')).text).toContain('unconfirmed');

    const again = visit(service);
    expect((await again.get(path)).status).toBe(410);
    expect((await again.post(`${path}/join`)).status).toBe(410);
    expect(again.cookies.get(SESSION)).toBeUndefined();
  });

  test('leaves events, under a name that nobody takes for the address’s owner', async () => {
    const world = await createWorld(service.store);
    const email = `new@${world.name}.example.com`;
    await visit(service).post(`${await invited(world, email)}/join`);
    const events = await service.events();
    expect(
      events.slice(-4).map(({ action, actor, scopes }) => [action, actor, scopes.length]),
    ).toEqual([
      ['user.create', `${email} (unconfirmed)`, 0],
      ['user_invitation.accept', `${email} (unconfirmed)`, 1],
      ['member.create', `${email} (unconfirmed)`, 1],
      ['session.create', `${email} (unconfirmed)`, 0],
    ]);
  });
});

describe('whether somebody has an account', () => {
  test('is not told by the link, before and after it was used', async () => {
    const world = await createWorld(service.store);
    const other = await createWorld(service.store);
    const known = `operator@${other.name}.example.com`;
    const unknown = `nobody@${other.name}.example.com`;
    const links = { known: await invited(world, known), unknown: await invited(world, unknown) };
    expect(await shown(visit(service), links.known, known)).toBe(
      await shown(visit(service), links.unknown, unknown),
    );
    const answers = [];
    for (const [link, email] of [
      [links.known, known],
      [links.unknown, unknown],
    ] as const) {
      const visitor = visit(service);
      const { status, headers } = await visitor.post(`${link}/join`);
      const account = (await visitor.get('/account')).text.replaceAll(email, 'EMAIL');
      answers.push([status, headers.get('location'), account]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  test('a link signs nobody in as whoever has the address', async () => {
    const world = await createWorld(service.store);
    const other = await createWorld(service.store);
    const email = `operator@${other.name}.example.com`;
    const attacker = visit(service);
    await attacker.post(`${await invited(world, email)}/join`);
    expect((await attacker.get('/installation')).status).toBe(404);
    const theirs = await service.store.read(({ users }) => users.findByEmail(email));
    const member = (await membersOf(world)).find((it) => it.email === email);
    expect(theirs?.operator).toBe(true);
    expect(member?.user_id).not.toBe(theirs?.id);
  });
});

describe('whoever has opened a link to somebody else’s address', () => {
  test('gets nothing that is for the address', async () => {
    const [own, other] = [await createWorld(service.store), await createWorld(service.store)];
    const victim = `victim@${other.name}.example.com`;
    const squatter = visit(service);
    await squatter.post(`${await invited(own, victim)}/join`);
    const link = await invited(other, victim);
    const made = await squatter.post('/account/tokens', { description: 'x', expires: '7' });
    const token = /dpu_\w+/.exec(made.source)?.[0] ?? '';
    const { body } = await call(service.url, token, 'GET', '/user/invitations');
    expect(body.items).toEqual([]);
    const invitations = await service.store.read(({ invitations }) =>
      invitations.listFor(victim, { after: null, limit: 10 }, 0),
    );
    for (const { id } of invitations)
      for (const [method, path] of [
        ['GET', `/user/invitations/${id}`],
        ['POST', `/user/invitations/${id}/accept`],
        ['DELETE', `/user/invitations/${id}`],
      ] as const)
        expect((await call(service.url, token, method, path)).status).toBe(404);

    // An operator means whoever has the address.
    const added = await call(
      service.url,
      own.tokens.operator,
      'POST',
      `/organizations/${other.name}-empty/members`,
      { body: { email: victim, role: 'admin' } },
    );
    expect(added.status).toBe(201);
    const [member] = (await membersOf(own)).filter(({ email }) => email === victim);
    expect(added.body.user_id).not.toBe(member?.user_id);
    expect((await squatter.get(`/organizations/${other.name}-empty`)).status).toBe(404);

    const [person] = [visit(service)];
    expect((await person?.post(`${link}/join`))?.status).toBe(303);
    expect(await emailsOf(other)).toContain(victim);
  });
});

describe('somebody who is signed in', () => {
  test('accepts as who they are, and is told if the address differs', async () => {
    const world = await createWorld(service.store);
    const other = await createWorld(service.store);
    const ada = `member@${other.name}.example.com`;
    const email = `ada@${world.name}.example.com`;
    const path = await invited(world, email);
    const visitor = await signIn(service, other.tokens.member ?? '');
    const { text, source } = await visitor.get(path);
    expect(text).toContain(`You are signed in as ${ada}`);
    expect(text).toContain(`This invitation is for ${email}`);
    expect(source).not.toContain('/decline');
    expect((await visitor.post(`${path}/join`)).status).toBe(409);
    expect((await visitor.post(`${path}/accept`)).headers.get('location')).toBe(
      '/projects?notice=joined',
    );
    expect(await emailsOf(world)).toContain(ada);
    expect(await emailsOf(world)).not.toContain(email);
  });

  test('declines, of which the organization is told nothing', async () => {
    const world = await createWorld(service.store);
    const other = await createWorld(service.store);
    const email = `member@${other.name}.example.com`;
    const path = await invited(world, email);
    const before = await shown(visit(service), path, email);
    const visitor = await signIn(service, other.tokens.member ?? '');
    expect((await visitor.post(`${path}/decline`)).headers.get('location')).toBe(
      '/projects?notice=declined',
    );
    const { body } = await call(service.url, other.tokens.member, 'GET', '/user/invitations');
    expect(JSON.stringify(body)).not.toContain(`"${world.name}"`);
    expect(await shown(visit(service), path, email)).toBe(before);
  });
});

describe('a link', () => {
  test.each(['withdrawn', 'replaced', 'expired'])('that was %s is gone', async (how) => {
    const world = await createWorld(service.store);
    const path = await invited(world, `bob@${world.name}.example.com`);
    const { body } = await call(
      service.url,
      world.tokens.admin,
      'GET',
      `/organizations/${world.name}/invitations`,
    );
    const { id } = body.items.find(({ email }: { email: string }) => email.startsWith('bob@'));
    if (how === 'withdrawn')
      await call(service.url, world.tokens.admin, 'DELETE', `/invitations/${id}`);
    if (how === 'replaced')
      await call(service.url, world.tokens.admin, 'POST', `/invitations/${id}/links`);
    if (how === 'expired') service.pass(15 * 86_400);
    const { status, text } = await visit(service).get(path);
    expect(status).toBe(410);
    expect(text).toContain('Ask whoever invited you for a new one');
    const link = service.publicUrl + path;
    const token = how === 'expired' ? null : world.tokens.stranger;
    if (token)
      expect(
        await call(service.url, token, 'POST', '/invitation-links/accept', { body: { link } }),
      ).toMatchObject({ status: 410, body: { code: 'gone' } });
  });

  test('that there never was is not found', async () => {
    expect((await visit(service).get(`/invitations/${'x'.repeat(43)}`)).status).toBe(404);
  });
});
