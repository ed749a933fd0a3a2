import { beforeEach, describe, expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { generateSecret } from '../../../src/exchange/tokens/secret.ts';
import { PATHS, TOKEN_TYPE } from '../../../src/protocol/token-exchange.ts';
import { exchangeForm, type Service, servicesOfOneProcess } from '../service.ts';
import { addProjectToken, addUser, setOidcOnly } from '../tenants.ts';
import { resource, TRUST, tokenOf } from './narrowing.ts';

const start = servicesOfOneProcess();
let service: Service;

beforeEach(async () => {
  service = await start({ trust: TRUST });
});

const now = () => Math.floor(Date.now() / 1000);

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
