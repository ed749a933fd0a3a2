import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REGISTRY_TOKEN_PATH } from '../../../src/protocol/registry-token.ts';
import { addRegistry, askToken } from '../registry/dock.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';
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
const onlyWeb = { resource: `${PUBLIC_URL}/acme/web` };
const WEB = 'repository:acme/web:pull,push';

describe('refusals have a message that Docker prints', () => {
  const denied = (reason: string, message: unknown) => ({
    status: 401,
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

  test('DENIED for another project, with what the token does cover', async () => {
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

  test.each([
    ['repository:acme/web:push'],
    ['repository:acme/web:pull,push'],
    ['repository:acme/web:pull', 'repository:acme/web:pull,push'],
    ['repository:acme/web/base:pull', 'repository:acme/web:push,pull'],
    ['repository:acme/web:pull repository:acme/web:push'],
  ])(
    'DENIED for a push without the permission, whatever else is asked for: %s',
    async (...scopes) => {
      const { token } = await addProjectToken(service.store, { permissions: ['build', 'pull'] });
      const answer = await ask(token, ...scopes);
      expect(answer).toMatchObject(
        denied(
          'permission_not_granted',
          'The token may not push in acme/web; it covers acme/web (build, pull).',
        ),
      );
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="dockpass"');
      expect(
        await service.eventOf({ ...answer, body: answer.body.errors[0].detail }),
      ).toMatchObject({
        reason: 'permission_not_granted',
        projects: ['acme/web'],
      });
    },
  );

  test('DENIED for a push without pull, which registries ask for with it', async () => {
    const { token } = await addProjectToken(service.store, { permissions: ['push'] });
    expect(await ask(token, WEB)).toMatchObject(
      denied(
        'permission_not_granted',
        'The token may not pull in acme/web, as every push does; it covers acme/web (push).',
      ),
    );
  });

  test('DENIED for a push to another project, though it may pull what the image is made of', async () => {
    const token = await service.buildToken(onlyWeb);
    const asked = ['repository:acme/web:pull', 'repository:acme/docs:pull,push'];
    expect(await ask(token, ...asked)).toMatchObject(
      denied(
        'project_not_granted',
        expect.stringMatching(/^The token does not cover project acme\/docs; it covers acme\/web/),
      ),
    );
  });

  test.each([
    ['registry:catalog:*'],
    ['repository:acme/web:delete'],
    ['repository:acme/web:*'],
    ['repository:web:pull'],
    // As `crane delete` asks when the registry has told it what was missing.
    ['repository:acme/web:delete', 'repository:acme/web:push,pull'],
    ['repository:acme/web:pull,delete'],
    ['repository:acme/web:pull', 'registry:catalog:*'],
  ])('DENIED for %s, which nobody is granted', async (...scopes) => {
    const answer = await ask(await service.buildToken(onlyWeb), ...scopes);
    expect(answer).toMatchObject(
      denied(
        'permission_not_granted',
        expect.stringMatching(/^Nobody is granted .+ here, .+ this token covers acme\/web \(/),
      ),
    );
  });

  test('DENIED for a project that refuses static tokens', async () => {
    const { url, store, buildToken } = await start({ config: NO_LIMITS });
    await addRegistry(store);
    const { token } = await addUser(store);
    const { token: ofProject } = await addProjectToken(store);
    await setOidcOnly(store, 'acme/web', true);
    for (const refused of [token, ofProject])
      expect(await askToken(url, refused, [WEB])).toMatchObject({
        status: 401,
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

  test('401 for a registry that is not registered, whatever the token', async () => {
    const { url } = service;
    const token = await service.buildToken();
    for (const shown of [token, 'hunter2'])
      expect(await askToken(url, shown, [], { service: 'evil"\u001b[2J' })).toMatchObject({
        status: 401,
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
