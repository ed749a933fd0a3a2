import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { addRegistry, askToken, SERVICE } from '../registry/dock.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';
import { addProjectToken, addUser } from '../tenants.ts';

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

describe('what is kept of it', () => {
  const lastEvent = async () => (await service.events()).at(-1);

  test('who may push leaves an event, by the id in the token; who logs in or pulls does not', async () => {
    const token = await service.buildToken(onlyWeb);
    // The first has keys made to sign it, which are on record themselves.
    await ask(token);
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

  test('a refusal leaves one, for the admins of what the token opens', async () => {
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
      scopes: [{ organizationId: expect.any(String), projectId: null }],
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
