import { beforeEach, describe, expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { generateSecret } from '../../../src/exchange/tokens/secret.ts';
import { PATHS, TOKEN_TYPE } from '../../../src/protocol/token-exchange.ts';
import {
  type Answer,
  exchangeForm,
  PUBLIC_URL,
  type Service,
  servicesOfOneProcess,
} from '../service.ts';
import {
  addProjectToken,
  addUser,
  disableUser,
  leaveOrganization,
  revokeProject,
  setOidcOnly,
} from '../tenants.ts';

/** Three projects that trust the same jobs; one is another tenant's. */
const TRUST = [{ project: 'acme/web' }, { project: 'acme/docs' }, { project: 'evil/web' }];

/** Asks for these projects. */
const resource = (...projects: string[]) => ({
  resource: projects.map((project) => `${PUBLIC_URL}/${project}`),
});

/** Of an answer that must be one. */
function tokenOf({ status, body }: Answer): string {
  if (status !== 200) throw new Error(`not narrowed: ${JSON.stringify(body)}`);
  return body.access_token;
}

const start = servicesOfOneProcess();
let service: Service;

beforeEach(async () => {
  service = await start({ trust: TRUST });
});

const now = () => Math.floor(Date.now() / 1000);

describe('a narrower token', () => {
  test('has what was asked for: pull only, ten minutes, this project', async () => {
    const { narrow, buildToken, introspect } = service;
    const wide = await buildToken();
    const answer = await narrow(wide, { ...resource('acme/web'), scope: 'pull', lifetime: '600' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^dpb_/),
        issued_token_type: TOKEN_TYPE.accessToken,
        token_type: 'Bearer',
        expires_in: 600,
        scope: 'pull',
        projects: ['acme/web'],
        grants: [{ project: 'acme/web', permissions: ['pull'] }],
        reference: expect.any(String),
      },
    });
    expect((await introspect(tokenOf(answer), wide)).body).toMatchObject({
      active: true,
      token_kind: 'build',
      scope: 'pull',
      projects: ['acme/web'],
    });
    expect((await introspect(wide)).body.active).toBe(true);
  });

  test('has all of a build token or project token if nothing is asked for', async () => {
    const { narrow, buildToken, store } = service;
    expect((await narrow(await buildToken())).body.projects).toEqual([
      'acme/docs',
      'acme/web',
      'evil/web',
    ]);
    const { token } = await addProjectToken(store, { permissions: ['build', 'pull'] });
    expect((await narrow(token)).body).toMatchObject({
      projects: ['acme/web'],
      scope: 'build pull',
    });
  });

  test('has those projects in which there are the permissions that are asked for', async () => {
    const { narrow, buildToken } = await start({
      trust: [{ project: 'acme/web' }, { project: 'acme/docs', permissions: ['pull'] }],
    });
    const wide = await buildToken();
    expect((await narrow(wide, { scope: 'push' })).body.projects).toEqual(['acme/web']);
    const refused = await narrow(wide, { scope: 'push', ...resource('acme/web', 'acme/docs') });
    expect(refused.body).toMatchObject({
      error: 'invalid_scope',
      reason: 'permission_not_granted',
      error_description: expect.stringContaining('acme/docs'),
    });
  });

  test('of a user has what their role allows in the projects that are named', async () => {
    const { narrow, store, eventOf } = service;
    const { token, email } = await addUser(store);
    const answer = await narrow(token, resource('acme/docs', 'acme/web'));
    expect(answer.body).toMatchObject({
      projects: ['acme/docs', 'acme/web'],
      scope: 'build push pull',
    });
    expect(await eventOf(answer)).toMatchObject({ action: 'narrow', actor: email });
  });

  test('lives no longer than the server allows, nor than the one that it came from', async () => {
    const { narrow, buildToken, store, pass } = service;
    const long = { lifetime: '999999' };
    const { token } = await addProjectToken(store);
    expect((await narrow(token, long)).body.expires_in).toBe(6 * 3600);
    expect((await narrow(token)).body.expires_in).toBe(3600);
    const short = await buildToken({ lifetime: '600' });
    pass(590);
    const { expires_in } = (await narrow(short, long)).body;
    expect(expires_in).toBeGreaterThan(0);
    expect(expires_in).toBeLessThanOrEqual(10);
  });

  test('leaves an event of its own for the admins of its projects', async () => {
    const { narrow, buildToken, eventOf } = service;
    const wide = await buildToken();
    const answer = await narrow(wide, resource('acme/web'));
    const event = await eventOf(answer);
    expect(event).toMatchObject({
      action: 'narrow',
      decision: 'granted',
      actor: expect.stringMatching(/^build token /),
      projects: ['acme/web'],
      permissions: ['build', 'push', 'pull'],
      claims: null,
      detail: { narrowed: { kind: 'build', id: expect.any(String) } },
    });
    expect(event?.scopes).toHaveLength(1);
  });
});

test('a job of a project that refuses static tokens narrows its own token as any other', async () => {
  const { narrow, store, buildToken } = service;
  await setOidcOnly(store, 'acme/web', true);
  const answer = await narrow(await buildToken(resource('acme/web')), { scope: 'pull' });
  expect(answer).toMatchObject({ status: 200, body: { scope: 'pull' } });
});

describe('a narrower token is refused', () => {
  test('for a project that the token does not open, whether or not it exists', async () => {
    const { narrow, buildToken } = service;
    const web = await buildToken(resource('acme/web'));
    const existing = await narrow(web, resource('acme/web', 'acme/docs'));
    const missing = await narrow(web, resource('acme/web', 'acme/dogs'));
    expect(existing.body).toMatchObject({
      error: 'invalid_target',
      reason: 'project_not_granted',
    });
    const { reference: _, ...renamed } = missing.body;
    expect(JSON.parse(JSON.stringify(renamed).replaceAll('dogs', 'docs'))).toEqual({
      ...existing.body,
      reference: undefined,
    });
  });

  test('for a permission that the token has not: a creator cannot grant more than they hold', async () => {
    const { narrow, store } = service;
    const { token } = await addProjectToken(store, { permissions: ['pull'] });
    for (const scope of ['push', 'pull push', 'build push pull'])
      expect((await narrow(token, { scope })).body).toMatchObject({
        error: 'invalid_scope',
        reason: 'permission_not_granted',
      });
  });

  test('for the project of another tenant, and only the owner of the token sees who tried', async () => {
    const { narrow, store, eventOf } = service;
    const { token, id } = await addProjectToken(store, { project: 'acme/web' });
    const answer = await narrow(token, resource('evil/web'));
    expect(answer.body.reason).toBe('project_not_granted');
    const event = await eventOf(answer);
    expect(event).toMatchObject({
      actor: `project token ${id}`,
      projects: ['evil/web'],
      scopes: [{ project: 'acme/web' }],
      detail: { token: { kind: 'project', id } },
    });
  });

  test('out of a user access token that does not say for which projects', async () => {
    const { narrow, store } = service;
    const { token } = await addUser(store);
    expect((await narrow(token)).body).toMatchObject({
      error: 'invalid_target',
      reason: 'project_required',
      error_description: expect.stringContaining('resource'),
    });
  });

  test('by a user in an organization that they do not belong to', async () => {
    const { narrow, store } = service;
    const { token } = await addUser(store, { acme: 'admin' });
    expect((await narrow(token, resource('evil/web'))).body.reason).toBe('project_not_granted');
  });

  test('by a user for a project that refuses static tokens', async () => {
    const { narrow, store } = service;
    const { token } = await addUser(store);
    await setOidcOnly(store, 'acme/web', true);
    expect((await narrow(token, resource('acme/web', 'acme/docs'))).body).toMatchObject({
      error: 'invalid_target',
      reason: 'oidc_only',
    });
    expect((await narrow(token, resource('acme/docs'))).status).toBe(200);
  });

  test('without a word on projects beyond its own: what refuses static tokens is not told', async () => {
    const { narrow, store } = service;
    const { token } = await addUser(store);
    await setOidcOnly(store, 'acme/docs', true);
    const web = tokenOf(await narrow(token, resource('acme/web')));
    expect((await narrow(web, resource('acme/docs'))).body.reason).toBe('project_not_granted');
  });

  test.each([
    ['an ID token', (): string => service.idToken(), 'malformed_token'],
    [
      'half a token',
      () => generateSecret('build', systemRandom).text.slice(0, 30),
      'malformed_token',
    ],
    ['a token with a wrong checksum', () => `dpb_${'0'.repeat(36)}`, 'malformed_token'],
    ['a token that never was', () => generateSecret('user', systemRandom).text, 'unknown_token'],
  ])('for %s', async (_, token, reason) => {
    expect((await service.narrow(token())).body).toMatchObject({
      error: 'invalid_request',
      reason,
    });
  });

  test('for a token that expired', async () => {
    const { narrow, store, buildToken, pass } = service;
    const { token } = await addProjectToken(store, { expiresAt: now() + 60 });
    const build = await buildToken({ lifetime: '60' });
    pass(61);
    for (const expired of [token, build])
      expect((await narrow(expired)).body.reason).toBe('expired');
  });

  test('with a token that was revoked, and the admins of its project see that', async () => {
    const { narrow, store, revoke, eventOf } = service;
    const { token } = await addProjectToken(store);
    await revoke(token);
    const answer = await narrow(token);
    expect(answer.body.reason).toBe('token_revoked');
    expect((await eventOf(answer))?.scopes).toHaveLength(1);
  });

  test('where an ID token is called an access token, and the other way round', async () => {
    const { exchange, buildToken, idToken, post } = service;
    const build = await buildToken();
    expect((await exchange({ subject_token: build })).body.reason).toBe('malformed_token');
    const form = exchangeForm({
      subject_token: idToken(),
      subject_token_type: TOKEN_TYPE.accessToken,
    });
    expect((await post(PATHS.token, form)).body.reason).toBe('malformed_token');
  });
});

describe('what came out of a token ends with it', () => {
  /** A token out of a token out of the one given. */
  async function descendant(token: string, projects: string[]): Promise<string> {
    const child = tokenOf(await service.narrow(token, resource(...projects)));
    return tokenOf(await service.narrow(child));
  }

  test('when that is revoked', async () => {
    const { introspect, revoke, store } = service;
    const { token } = await addProjectToken(store);
    const leaf = await descendant(token, ['acme/web']);
    expect((await introspect(leaf)).body.active).toBe(true);
    await revoke(token);
    expect((await introspect(leaf)).body).toEqual({ active: false });
    expect((await service.narrow(leaf)).body.reason).toBe('token_revoked');
  });

  test('when one between them is revoked', async () => {
    const { introspect, revoke, narrow, buildToken } = service;
    const middle = tokenOf(await narrow(await buildToken()));
    const leaf = tokenOf(await narrow(middle));
    await revoke(middle);
    expect((await introspect(leaf)).body).toEqual({ active: false });
  });

  test('when the user leaves the organization, there and nowhere else', async () => {
    const { introspect, store } = service;
    const { token, userId } = await addUser(store, { acme: 'member', evil: 'member' });
    const leaf = await descendant(token, ['acme/web', 'evil/web']);
    await leaveOrganization(store, userId, 'acme');
    expect((await introspect(leaf)).body).toMatchObject({ projects: ['evil/web'] });
    expect((await introspect(token)).body).toMatchObject({ projects: ['evil/web'] });
    await leaveOrganization(store, userId, 'evil');
    expect((await introspect(leaf)).body).toEqual({ active: false });
  });

  test('when the user is disabled', async () => {
    const { introspect, store } = service;
    const { token, userId } = await addUser(store);
    const leaf = await descendant(token, ['acme/web']);
    await disableUser(store, userId);
    for (const dead of [token, leaf])
      expect((await introspect(dead)).body).toEqual({ active: false });
    expect((await service.narrow(leaf)).body.reason).toBe('token_revoked');
  });

  test('where a project refuses static tokens, as long as it does', async () => {
    const { introspect, store } = service;
    const { token } = await addUser(store);
    const { token: projectToken } = await addProjectToken(store);
    const leaf = await descendant(token, ['acme/web', 'acme/docs']);
    const other = await descendant(projectToken, ['acme/web']);
    await setOidcOnly(store, 'acme/web', true);
    expect((await introspect(leaf)).body).toMatchObject({ projects: ['acme/docs'] });
    expect((await introspect(other)).body).toEqual({ active: false });
    await setOidcOnly(store, 'acme/web', false);
    expect((await introspect(leaf)).body).toMatchObject({ projects: ['acme/docs', 'acme/web'] });
    expect((await introspect(other)).body.active).toBe(true);
  });

  test('where the tokens of a project are revoked in bulk', async () => {
    const { introspect, store, buildToken } = service;
    const { token: user } = await addUser(store);
    const { token } = await addProjectToken(store);
    const leaves = [
      await descendant(user, ['acme/web', 'acme/docs']),
      await descendant(await buildToken(), ['acme/web', 'acme/docs']),
    ];
    const only = await descendant(token, ['acme/web']);
    await revokeProject(store, 'acme/web');
    for (const leaf of leaves)
      expect((await introspect(leaf)).body).toMatchObject({ projects: ['acme/docs'] });
    expect((await introspect(only)).body).toEqual({ active: false });
  });

  test('when it expires, and stays dead after what expired was purged', async () => {
    const { introspect, store, buildToken, pass } = service;
    const leaf = await descendant(await buildToken({ lifetime: '600' }), ['acme/web']);
    pass(601);
    expect((await introspect(leaf)).body).toEqual({ active: false });
    await store.purgeExpired(now() + 601, 100);
    expect((await introspect(leaf)).body).toEqual({ active: false });
  });
});
