import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Service, servicesOfOneProcess } from '../service.ts';
import {
  addProjectToken,
  addUser,
  disableUser,
  leaveOrganization,
  revokeProject,
  setOidcOnly,
} from '../tenants.ts';
import { resource, TRUST, tokenOf } from './narrowing.ts';

const start = servicesOfOneProcess();
let service: Service;

beforeEach(async () => {
  service = await start({ trust: TRUST });
});

const now = () => Math.floor(Date.now() / 1000);

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
