import { beforeEach, describe, expect, test } from '@jest/globals';
import { TOKEN_TYPE } from '../../../src/protocol/token-exchange.ts';
import { type Service, servicesOfOneProcess } from '../service.ts';
import { addProjectToken, addUser, setOidcOnly } from '../tenants.ts';
import { resource, TRUST, tokenOf } from './narrowing.ts';

const start = servicesOfOneProcess();
let service: Service;

beforeEach(async () => {
  service = await start({ trust: TRUST });
});

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
