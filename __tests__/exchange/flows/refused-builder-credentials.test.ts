import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUILDER_CREDENTIALS_PATH } from '../../../src/protocol/builder-credentials.ts';
import { addBuilder, askBuilderCredentials, jobKey } from '../builders/job.ts';
import { PUBLIC_URL, type Service, services, servicesOfOneProcess } from '../service.ts';
import { addProjectToken, addUser, projectOf, revokeProject, setOidcOnly } from '../tenants.ts';

const start = servicesOfOneProcess();
const startForAll = services(afterAll);
const OWN = { resource: `${PUBLIC_URL}/acme/web` };

let service: Service;

beforeAll(async () => {
  const trust = ['acme/web', 'acme/docs'].map((project) => ({ project }));
  const config = { rateLimits: { perAddress: 0, perRepository: 0 } };
  service = await startForAll({ trust, config });
  for (const { project } of trust) await addBuilder(service.store, project);
});

describe('nobody gets builder credentials', () => {
  test('with a user access token or a project token, until it is exchanged for a build token', async () => {
    for (const { token } of [await addUser(service.store), await addProjectToken(service.store)]) {
      const refused = await askBuilderCredentials(service, token, { project: 'acme/web' });
      expect(refused).toMatchObject({ status: 403, body: { reason: 'build_token_required' } });
      const narrowed = (await service.narrow(token, OWN)).body.access_token;
      expect((await askBuilderCredentials(service, narrowed)).status).toBe(201);
    }
  });

  test('with what was narrowed out of a static token, where those are refused', async () => {
    const { store, narrow, ...own } = await start();
    await addBuilder(store);
    const tokens = [(await addUser(store)).token, (await addProjectToken(store)).token];
    const narrowed = await Promise.all(
      tokens.map(async (token) => (await narrow(token, OWN)).body.access_token),
    );
    await setOidcOnly(store, 'acme/web', true);
    for (const token of narrowed)
      expect(await askBuilderCredentials(own, token)).toMatchObject({
        status: expect.any(Number),
        body: { reason: 'oidc_only' },
      });
  });

  test('without the permission build', async () => {
    const token = await service.buildToken({ ...OWN, scope: 'push pull' });
    for (const body of [{}, { project: 'acme/web' }])
      expect(await askBuilderCredentials(service, token, body)).toMatchObject({
        status: 403,
        body: { reason: 'permission_not_granted' },
      });
  });

  test('for a project that the token does not open, whether it exists or not', async () => {
    const token = await service.buildToken(OWN);
    for (const project of ['acme/docs', 'acme/none']) {
      const answer = await askBuilderCredentials(service, token, { project });
      expect(answer).toMatchObject({
        status: 403,
        body: {
          reason: 'project_not_granted',
          requested: { projects: [project], permissions: ['build'] },
        },
      });
      expect((await service.eventOf(answer))?.projects).toEqual([project]);
    }
  });

  test('with a token that is revoked while the body is under way', async () => {
    const token = await service.buildToken(OWN);
    const body = JSON.stringify({ public_key: jobKey().publicKey });
    const sent = request(service.url + BUILDER_CREDENTIALS_PATH, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    // The exchange has read the headers.
    await once(sent, 'continue');
    await service.revoke(token);
    sent.end(body);
    const [{ statusCode }] = await once(sent, 'response');
    expect(statusCode).toBe(401);
  });

  test('with a token that was revoked, alone, with its parent, or with its project', async () => {
    const { store, buildToken, narrow, revoke, ...own } = await start();
    await addBuilder(store);
    const [alone, parent, last] = [await buildToken(), await buildToken(), await buildToken()];
    const narrowed = (await narrow(parent)).body.access_token;
    await revoke(alone);
    await revoke(parent);
    for (const token of [alone, narrowed]) {
      const answer = await askBuilderCredentials(own, token);
      expect(answer).toMatchObject({ status: 401, body: { reason: 'token_revoked' } });
      expect(answer.headers.get('www-authenticate')).toBe(
        'Bearer realm="dockpass", error="invalid_token"',
      );
    }
    await revokeProject(store, 'acme/web');
    expect((await askBuilderCredentials(own, last)).status).toBe(401);
  });

  test('of a project that was deleted', async () => {
    const { store, buildToken, ...own } = await start({
      trust: [{}, { project: 'acme/docs' }],
    });
    await addBuilder(store);
    const token = await buildToken();
    await store.change(async (records) =>
      records.projects.remove((await projectOf(records, 'acme/web')).id),
    );
    expect(await askBuilderCredentials(own, token, { project: 'acme/web' })).toMatchObject({
      status: 403,
      body: { reason: 'project_not_granted' },
    });
  });

  test('of a project without a builder, and then no authority is made', async () => {
    const { store, buildToken, eventOf, events, ...own } = await start();
    const answer = await askBuilderCredentials(own, await buildToken());
    expect(answer).toMatchObject({ status: 409, body: { reason: 'builder_not_configured' } });
    expect(await eventOf(answer)).toMatchObject({
      decision: 'refused',
      reason: 'builder_not_configured',
      projects: ['acme/web'],
      actor: expect.stringMatching(/^build token /),
      tokenHashPrefix: null,
    });
    const actions = (await events()).map(({ action }) => action);
    expect(actions).not.toContain('builder_authority.create');
  });
});
