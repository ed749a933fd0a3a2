import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';

const start = services(afterAll);
let service: Service;

beforeAll(async () => {
  service = await start();
});

const SIGNED = 'application/token-introspection+jwt';

const TWO_PROJECTS = { trust: [{ project: 'acme/web' }, { project: 'acme/docs' }] };

function only(project: string) {
  return { resource: `${PUBLIC_URL}/${project}` };
}

test('a live token is described in the members of RFC 7662', async () => {
  const { buildToken, introspect } = service;
  const { status, headers, body } = await introspect(await buildToken({ lifetime: '600' }));
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(body).toEqual({
    active: true,
    token_type: 'Bearer',
    token_kind: 'build',
    iss: PUBLIC_URL,
    jti: expect.any(String),
    iat: expect.any(Number),
    exp: body.iat + 600,
    scope: 'build push pull',
    projects: ['acme/web'],
    grants: [{ project: 'acme/web', permissions: ['build', 'push', 'pull'] }],
  });
  expect(Math.abs(body.iat - Date.now() / 1000)).toBeLessThan(60);
});

test('a token is dead in the second in which it expires', async () => {
  const { buildToken, introspect, pass } = await start();
  const token = await buildToken({ lifetime: '600' });
  pass(590);
  expect((await introspect(token)).body.active).toBe(true);
  pass(10);
  expect((await introspect(token)).body).toEqual({ active: false });
});

describe('who asks', () => {
  test('with a token that covers every project of the other is told', async () => {
    const { buildToken, introspect } = await start(TWO_PROJECTS);
    const [wide, narrow] = [await buildToken(), await buildToken(only('acme/web'))];
    expect((await introspect(narrow, wide)).body).toMatchObject({ projects: ['acme/web'] });
  });

  test('with a token that covers only some of them learns of those', async () => {
    const { buildToken, introspect } = await start(TWO_PROJECTS);
    const [wide, narrow] = [await buildToken(), await buildToken(only('acme/web'))];
    expect((await introspect(wide, narrow)).body).toMatchObject({
      projects: ['acme/web'],
      grants: [{ project: 'acme/web' }],
    });
  });

  test('about one project learns of no other', async () => {
    const { buildToken, introspect } = await start(TWO_PROJECTS);
    const [wide, web] = [await buildToken(), await buildToken(only('acme/web'))];
    const about = (token: string, project: string) => introspect(token, wide, only(project));
    expect((await about(wide, 'acme/docs')).body).toMatchObject({ projects: ['acme/docs'] });
    expect((await about(web, 'acme/docs')).body).toEqual({ active: false });
    expect((await about(wide, 'acme/dogs')).body).toEqual({ active: false });
  });

  test('with a token of another project learns nothing', async () => {
    const { buildToken, introspect } = await start(TWO_PROJECTS);
    const [web, docs] = [await buildToken(only('acme/web')), await buildToken(only('acme/docs'))];
    expect((await introspect(docs, web)).body).toEqual({ active: false });
  });

  test('with a dead token learns nothing', async () => {
    const { buildToken, introspect, revoke } = service;
    const [live, dead] = [await buildToken(), await buildToken()];
    await revoke(dead);
    expect((await introspect(live, dead)).body).toEqual({ active: false });
  });

  test.each([
    ['nothing', {}],
    ['a password', { authorization: `Basic ${btoa('x-token:dpb_x')}` }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('with %s is challenged (RFC 6750 section 3)', async (_, headers) => {
    const { post } = service;
    const answer = await post(PATHS.introspect, new URLSearchParams({ token: 'x' }), headers);
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="dockpass"');
  });

  test('without naming a token is told so', async () => {
    const { post } = service;
    const answer = await post(PATHS.introspect, new URLSearchParams(), {
      authorization: 'bearer x',
    });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('a signed answer (RFC 9701)', () => {
  function askSigned({ post }: Service, token: string, caller = token) {
    return post(PATHS.introspect, new URLSearchParams({ token }), {
      authorization: `Bearer ${caller}`,
      accept: `${SIGNED}, application/json;q=0.5`,
    });
  }

  async function verify({ url }: Service, jwt: string) {
    const published = (await (await fetch(url + PATHS.jwks)).json()) as JSONWebKeySet;
    const keys = createLocalJWKSet(published);
    const expected = { issuer: PUBLIC_URL, typ: 'token-introspection+jwt' };
    return jwtVerify(jwt, keys, { ...expected, audience: `${PUBLIC_URL}/acme/web` });
  }

  test('verifies by the published keys and says what the plain one says', async () => {
    const token = await service.buildToken();
    const { status, headers, body } = await askSigned(service, token);
    expect([status, headers.get('content-type')]).toEqual([200, SIGNED]);
    const { payload, protectedHeader } = await verify(service, body);
    expect(protectedHeader).toEqual({
      alg: 'ES256',
      kid: expect.any(String),
      typ: expect.any(String),
    });
    expect(payload).toEqual({
      iss: PUBLIC_URL,
      aud: [`${PUBLIC_URL}/acme/web`],
      iat: expect.any(Number),
      token_introspection: (await service.introspect(token)).body,
    });
  });

  test('says no more than inactive of a dead token', async () => {
    const [caller, dead] = [await service.buildToken(), await service.buildToken()];
    await service.revoke(dead);
    const { body } = await askSigned(service, dead, caller);
    expect((await verify(service, body)).payload.token_introspection).toEqual({ active: false });
  });

  test('is for somebody: a caller whose own token is dead is challenged', async () => {
    const token = await service.buildToken();
    await service.revoke(token);
    const answer = await askSigned(service, token);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});
