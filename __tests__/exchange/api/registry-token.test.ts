import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { REGISTRY_TOKEN_PATH } from '../../../src/protocol/registry-token.ts';
import { addRegistry, askToken, SERVICE } from '../registry/dock.ts';
import { type Parameters, PUBLIC_URL, type Service, services } from '../service.ts';
import { addUser } from '../tenants.ts';

const start = services(afterAll);
const TRUST = ['acme/web', 'acme/docs', 'globex/app'].map((project) => ({ project }));
const NO_LIMITS = { rateLimits: { perAddress: 0, perRepository: 0 } };

let service: Service;

beforeAll(async () => {
  service = await start({ trust: TRUST, config: NO_LIMITS });
  await addRegistry(service.store);
});

const ask = (token: string | null, ...scopes: string[]) => askToken(service.url, token, scopes);
const accessOf = (body: { token: string }) => decodeJwt(body.token).access;
const onlyWeb = { resource: `${PUBLIC_URL}/acme/web` };
const WEB = 'repository:acme/web:pull,push';

describe('a registry token', () => {
  test('has what every version of distribution wants, and nothing about keys that it would trip over', async () => {
    const { status, headers, body } = await ask(await service.buildToken(onlyWeb), WEB);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      token: body.access_token,
      access_token: expect.any(String),
      expires_in: 300,
      issued_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(decodeProtectedHeader(body.token)).toEqual({
      alg: 'ES256',
      typ: 'JWT',
      x5c: [expect.any(String), expect.any(String)],
    });
    const claims = decodeJwt(body.token);
    const issuedAt = Date.parse(body.issued_at) / 1000;
    expect(claims).toEqual({
      iss: PUBLIC_URL,
      sub: expect.stringMatching(/^build token [0-9a-f-]{36}$/),
      aud: SERVICE,
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + 300,
      jti: expect.any(String),
      access: [{ type: 'repository', name: 'acme/web', actions: ['pull', 'push'] }],
    });
  });

  test('is signed by a leaf that the root vouches for, and that can vouch for nobody', async () => {
    const { body } = await ask(await service.buildToken(onlyWeb), WEB);
    const { x5c = [] } = decodeProtectedHeader(body.token);
    const [leaf, root] = x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
    if (!leaf || !root) throw new Error('no chain');
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkIssued(root)).toBe(true);
    expect([leaf.ca, root.ca]).toEqual([false, true]);
    await jwtVerify(body.token, leaf.publicKey, { issuer: PUBLIC_URL, audience: SERVICE });
    const { keys } = (await (await fetch(`${service.url}/.well-known/jwks.json`)).json()) as {
      keys: { x: string }[];
    };
    const own = [leaf, root].map(({ publicKey }) => publicKey.export({ format: 'jwk' }).x);
    expect(keys.filter(({ x }) => own.includes(x))).toEqual([]);
  });

  test('never outlives the token that it was issued for', async () => {
    const { buildToken, pass, url, store } = await start({ config: NO_LIMITS });
    await addRegistry(store);
    const token = await buildToken({ lifetime: '600' });
    pass(580);
    const { body } = await askToken(url, token, [WEB]);
    expect(body.expires_in).toBeLessThanOrEqual(20);
    const { exp = 0, iat = 0 } = decodeJwt(body.token);
    expect(exp - iat).toBe(body.expires_in);
    pass(20);
    expect((await askToken(url, token, [WEB])).status).toBe(401);
  });

  test('out of a narrowed token has no more than that', async () => {
    const { token } = await addUser(service.store, { acme: 'admin', globex: 'admin' });
    const { body } = await service.narrow(token, { ...onlyWeb, scope: 'pull' });
    const answer = await ask(
      body.access_token,
      'repository:acme/web:pull',
      'repository:globex/app:pull',
    );
    expect(accessOf(answer.body)).toEqual([
      { type: 'repository', name: 'acme/web', actions: ['pull'] },
    ]);
  });

  test.each([
    ['nothing, to log in', [], []],
    [
      'a mount from somebody else',
      [WEB, 'repository:globex/app:pull'],
      [{ type: 'repository', name: 'acme/web', actions: ['pull', 'push'] }],
    ],
    [
      'scopes with spaces between them',
      ['repository:acme/web:pull repository:acme/web/api:push'],
      [
        { type: 'repository', name: 'acme/web', actions: ['pull'] },
        { type: 'repository', name: 'acme/web/api', actions: ['push'] },
      ],
    ],
    [
      'pulls that may come to nothing, beside one that does not',
      ['repository:web:pull', 'repository:globex/app:pull', 'repository:acme/web:pull'],
      [{ type: 'repository', name: 'acme/web', actions: ['pull'] }],
    ],
  ])('is asked for with %s', async (_, scopes, access) => {
    const { status, body } = await ask(await service.buildToken(onlyWeb), ...scopes);
    expect(status).toBe(200);
    expect(accessOf(body)).toEqual(access);
  });
});

describe('POST, as BuildKit and containerd send it', () => {
  const post = (parameters: Parameters) =>
    service.post(
      REGISTRY_TOKEN_PATH,
      new URLSearchParams(
        Object.entries({
          grant_type: 'password',
          client_id: 'buildkit-client',
          service: SERVICE,
          username: 'x-token',
          ...parameters,
        }).flatMap(([name, value]): [string, string][] =>
          [value ?? []].flat().map((one) => [name, one]),
        ),
      ),
    );

  test('answers like GET, without a refresh token even if one is wanted', async () => {
    const password = await service.buildToken(onlyWeb);
    const scope = `${WEB} repository:globex/app:pull`;
    const { status, body } = await post({ password, scope, access_type: 'offline' });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token', 'access_token', 'expires_in', 'issued_at']);
    expect(accessOf(body)).toEqual([
      { type: 'repository', name: 'acme/web', actions: ['pull', 'push'] },
    ]);
  });

  test('refuses like GET, with the status after which BuildKit falls back to GET', async () => {
    const password = await service.buildToken(onlyWeb);
    await service.revoke(password);
    const posted = await post({ password, scope: WEB });
    const got = await ask(password, WEB);
    expect(posted.status).toBe(401);
    expect([posted.status, posted.body.errors[0].message]).toEqual([
      got.status,
      got.body.errors[0].message,
    ]);
  });

  test.each([
    ['a refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 400],
    ['no password', { password: undefined }, 401],
    ['another user name', { username: 'ada', password: 'x' }, 401],
    ['no service', { service: undefined, password: 'x' }, 400],
    ['two services', { service: [SERVICE, 'other'], password: 'x' }, 400],
    ['a huge body', { password: 'x'.repeat(70_000) }, 413],
  ])('with %s is refused', async (_, parameters, status) => {
    const answer = await post(parameters);
    expect(answer).toMatchObject({ status, body: { errors: [{ message: expect.any(String) }] } });
  });
});
