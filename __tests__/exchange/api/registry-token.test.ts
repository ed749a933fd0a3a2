import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { REGISTRY_TOKEN_PATH } from '../../../src/protocol/registry-token.ts';
import { addRegistry, askToken, SERVICE } from '../registry/dock.ts';
import { type Parameters, PUBLIC_URL, type Service, services } from '../service.ts';
import { addProjectToken, addUser, leaveOrganization, setOidcOnly } from '../tenants.ts';

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
    const answer = await ask(body.access_token, WEB, 'repository:globex/app:pull');
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
      'the catalog beside a repository',
      ['registry:catalog:*', 'repository:acme/web:*,pull'],
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

describe('refusals have a message that Docker prints', () => {
  const denied = (reason: string, message: unknown) => ({
    status: 403,
    body: {
      errors: [{ code: 'DENIED', message, detail: { reason, reference: expect.any(String) } }],
    },
  });

  test.each([
    ['garbage', async () => 'hunter2', 'malformed_token'],
    ['a token cut short', async () => (await service.buildToken()).slice(0, -1), 'malformed_token'],
    [
      'a revoked token',
      async () => {
        const token = await service.buildToken();
        await service.revoke(token);
        return token;
      },
      'token_revoked',
    ],
    [
      'an expired token',
      async () => (await addProjectToken(service.store, { expiresAt: 1 })).token,
      'expired',
    ],
  ])('401 for %s, to log in as well as to push', async (_, make, reason) => {
    const token = await make();
    for (const scopes of [[], [WEB]]) {
      const { status, headers, body } = await ask(token, ...scopes);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Basic realm="dockpass"');
      expect(body).toMatchObject({ errors: [{ code: 'UNAUTHORIZED', detail: { reason } }] });
      expect(JSON.stringify(body)).not.toContain(token);
    }
  });

  test.each([
    ['no credentials', null, {}],
    ['an empty password', '', {}],
    ['another user name', 'dpb_x', { username: 'ada' }],
  ])('401 for %s, without an event', async (_, token, options) => {
    const before = (await service.events()).length;
    const { status, headers, body } = await askToken(service.url, token, [WEB], options);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Basic realm="dockpass"');
    expect(body.errors[0].message).toContain('x-token');
    expect(await service.events()).toHaveLength(before);
  });

  test('403 for another project, with what the token does cover', async () => {
    const { token } = await addProjectToken(service.store, { permissions: ['pull'] });
    expect(await ask(token, 'repository:acme/docs/api:pull')).toMatchObject(
      denied(
        'project_not_granted',
        'The token does not cover project acme/docs; it covers acme/web (pull).',
      ),
    );
  });

  test('the same for a project that does not exist', async () => {
    const token = await service.buildToken(onlyWeb);
    const there = await ask(token, 'repository:globex/app:pull');
    const nowhere = await ask(token, 'repository:globex/axp:pull');
    const message = ({ body }: typeof there) => body.errors[0].message;
    expect(message(nowhere)).toBe(message(there).replaceAll('app', 'axp'));
    expect(nowhere.status).toBe(there.status);
  });

  test('403 for a permission that is missing', async () => {
    const { token } = await addProjectToken(service.store, { permissions: ['build', 'pull'] });
    expect(await ask(token, 'repository:acme/web:push')).toMatchObject(
      denied(
        'permission_not_granted',
        'The token may not push in acme/web; it covers acme/web (build, pull).',
      ),
    );
  });

  test.each(['registry:catalog:*', 'repository:acme/web:delete', 'repository:web:pull'])(
    '403 for %s, which nobody is granted',
    async (scope) => {
      const answer = await ask(await service.buildToken(onlyWeb), scope);
      expect(answer).toMatchObject(
        denied(
          'permission_not_granted',
          expect.stringMatching(/^Nobody is granted .+ here, .+ this token covers acme\/web \(/),
        ),
      );
    },
  );

  test('403 for a project that refuses static tokens', async () => {
    const { url, store, buildToken } = await start({ config: NO_LIMITS });
    await addRegistry(store);
    const { token } = await addUser(store);
    const { token: ofProject } = await addProjectToken(store);
    await setOidcOnly(store, 'acme/web', true);
    for (const refused of [token, ofProject])
      expect(await askToken(url, refused, [WEB])).toMatchObject({
        status: 403,
        body: { errors: [{ code: 'DENIED', detail: { reason: 'oidc_only' } }] },
      });
    expect((await askToken(url, await buildToken(), [WEB])).status).toBe(200);
  });

  test('a user who has left learns that the token covers nothing', async () => {
    const { token, userId } = await addUser(service.store);
    await leaveOrganization(service.store, userId);
    const { body } = await ask(token, WEB);
    expect(body.errors[0].message).toContain('it covers no project at present');
  });

  test('400 for a registry that is not registered, whatever the token', async () => {
    const { url } = service;
    const token = await service.buildToken();
    for (const shown of [token, 'hunter2'])
      expect(await askToken(url, shown, [], { service: 'evil"\u001b[2J' })).toMatchObject({
        status: 400,
        body: {
          errors: [
            { code: 'UNSUPPORTED', message: expect.stringContaining('"evil\\"\\u001b[2J"') },
          ],
        },
      });
  });

  test('429 with Retry-After for an address that asks too often', async () => {
    const limited = await start({ config: { rateLimits: { perAddress: 2, perRepository: 0 } } });
    await addRegistry(limited.store);
    const answers = [];
    for (let times = 0; times < 3; times++) answers.push(await askToken(limited.url, 'hunter2'));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(answers[2]?.body.errors[0].code).toBe('TOOMANYREQUESTS');
    expect(answers[2]?.headers.get('retry-after')).toMatch(/^[1-9][0-9]?$/);
  });

  test('405 names the methods', async () => {
    const response = await fetch(service.url + REGISTRY_TOKEN_PATH, { method: 'PUT' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });
});

describe('what is kept of it', () => {
  const lastEvent = async () => (await service.events()).at(-1);

  test('who may push leaves an event, by the id in the token; who logs in or pulls does not', async () => {
    const token = await service.buildToken(onlyWeb);
    const before = (await service.events()).length;
    await ask(token);
    await ask(token, 'repository:acme/web:pull');
    expect(await service.events()).toHaveLength(before);
    const { body } = await ask(token, WEB);
    expect(await lastEvent()).toMatchObject({
      id: decodeJwt(body.token).jti,
      action: 'registry_token',
      decision: 'granted',
      actor: expect.stringMatching(/^build token /),
      projects: ['acme/web'],
      permissions: ['push', 'pull'],
      scopes: [{ project: 'acme/web' }],
      tokenHashPrefix: expect.stringMatching(/^[0-9a-f]{12}$/),
      detail: { registry: SERVICE, access: [{ name: 'acme/web', actions: ['pull', 'push'] }] },
    });
  });

  test('a refusal leaves one, for the admins of what was asked for', async () => {
    const { token, email } = await addUser(service.store, { acme: 'admin' });
    const { body } = await ask(token, 'repository:globex/app:push');
    const { reference } = body.errors[0].detail;
    expect(await lastEvent()).toMatchObject({
      id: reference,
      action: 'registry_token',
      decision: 'refused',
      reason: 'project_not_granted',
      actor: email,
      projects: ['globex/app'],
      scopes: [{ project: 'globex/app' }],
      detail: { cause: { scopes: ['repository:globex/app:push'] } },
    });
  });

  test('a stranger without a token writes into no organization’s log', async () => {
    await ask('hunter2', WEB);
    expect(await lastEvent()).toMatchObject({
      reason: 'malformed_token',
      projects: [],
      scopes: [],
    });
  });

  test('outcomes are counted', async () => {
    const { url, store } = await start({ config: NO_LIMITS });
    await addRegistry(store);
    const { token } = await addProjectToken(store);
    await askToken(url, token);
    await askToken(url, token, [WEB]);
    await askToken(url, token, [WEB, 'repository:acme/docs:pull']);
    await askToken(url, token, ['repository:acme/docs:pull']);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    for (const outcome of ['login', 'granted', 'reduced', 'project_not_granted'])
      expect(metrics).toContain(`dockpass_registry_tokens_total{outcome="${outcome}"} 1`);
    expect(metrics).toContain('dockpass_registry_tokens_total{outcome="expired"} 0');
  });
});
