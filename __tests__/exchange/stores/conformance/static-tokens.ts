import { expect, test } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { hashSecret, parseSecret } from '../../../../src/exchange/tokens/secret.ts';
import {
  addProjectToken,
  addUser,
  disableUser,
  leaveOrganization,
  setOidcOnly,
} from '../../tenants.ts';
import { applyChanges } from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf, NOW, newHash, newId } from '../records.ts';
import type { Start } from './fixture.ts';

function hashOf(token: string): Uint8Array {
  const secret = parseSecret(token);
  if (!secret) throw new Error('not a token');
  return new Uint8Array(hashSecret(secret));
}

const revocation = () => auditEvent({ action: 'revoke', decision: 'revoked' });

export function describeStaticTokens(start: Start): void {
  test('a project token is found by hash and by id, with its project as that is now', async () => {
    const { store, web } = await start();
    const { token, id } = await addProjectToken(store, {
      permissions: ['pull'],
      createdAt: NOW,
      expiresAt: NOW + 60,
    });
    const expected = {
      kind: 'project',
      id,
      hash: hashOf(token),
      createdAt: NOW,
      expiresAt: NOW + 60,
      revokedAt: null,
      lastUsedAt: null,
      projectId: web.projectId,
      organizationId: web.organizationId,
      project: 'acme/web',
      permissions: ['pull'],
      oidcOnly: false,
    };
    expect(await store.findToken('project', hashOf(token))).toEqual(expected);
    expect(await store.findTokenById('project', id)).toEqual(expected);
    await setOidcOnly(store, 'acme/web', true);
    expect(await store.findTokenById('project', id)).toEqual({ ...expected, oidcOnly: true });
  });

  test('a user access token is found with its user and their memberships as they are now', async () => {
    const { store, web } = await start();
    const { token, id, userId, email } = await addUser(store, { acme: 'admin' });
    const found = {
      kind: 'user',
      id,
      hash: hashOf(token),
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
      user: { id: userId, email, emailProven: true, operator: false, disabledAt: null },
      memberships: [{ organizationId: web.organizationId, role: 'admin' }],
    };
    expect(await store.findToken('user', hashOf(token))).toMatchObject(found);
    await disableUser(store, userId);
    await leaveOrganization(store, userId);
    expect(await store.findTokenById('user', id)).toMatchObject({
      memberships: [],
      user: { disabledAt: expect.any(Number) },
    });
  });

  test('each kind is looked up among its own: a hash or id of another finds nothing', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    const [project, user] = [await addProjectToken(store), await addUser(store)];
    const known = [
      ['build', record.token.hash, record.token.id],
      ['project', hashOf(project.token), project.id],
      ['user', hashOf(user.token), user.id],
    ] as const;
    for (const kind of ['build', 'project', 'user'] as const)
      for (const [own, hash, id] of known)
        expect([
          kind,
          (await store.findToken(kind, hash))?.kind,
          (await store.findTokenById(kind, id))?.kind,
        ]).toEqual(kind === own ? [kind, kind, kind] : [kind, undefined, undefined]);
    expect(await store.findTokenById('user', newId())).toBeUndefined();
  });

  test('a static token is revoked once, with its event; the second time nothing is written', async () => {
    const { store } = await start();
    for (const kind of ['project', 'user'] as const) {
      const { token } = kind === 'user' ? await addUser(store) : await addProjectToken(store);
      const hash = hashOf(token);
      const event = revocation();
      const outcomes = await Promise.all([
        store.revokeToken(kind, hash, NOW, event),
        store.revokeToken(kind, hash, NOW, revocation()),
      ]);
      expect(outcomes).toEqual([true, false]);
      expect(await store.findToken(kind, hash)).toMatchObject({ revokedAt: NOW });
      expect((await store.listEvents({ limit: 10 })).at(-1)).toEqual(event);
    }
    expect(await store.listEvents({ limit: 10 })).toHaveLength(2);
  });

  test('revoking a token under the name of another kind changes nothing', async () => {
    const { store } = await start();
    const { token } = await addProjectToken(store);
    expect(await store.revokeToken('user', hashOf(token), NOW, revocation())).toBe(false);
    expect(await store.revokeToken('build', hashOf(token), NOW, revocation())).toBe(false);
    expect(await store.findToken('project', hashOf(token))).toMatchObject({ revokedAt: null });
  });

  test('a project token ends with its project, a user access token with its user', async () => {
    const { store } = await start();
    const [project, user] = [await addProjectToken(store), await addUser(store)];
    await applyChanges(store, [
      { kind: 'project', action: 'remove', organization: 'acme', project: 'web' },
    ]);
    await store.change(({ users }) => users.remove(user.userId));
    expect(await store.findTokenById('project', project.id)).toBeUndefined();
    expect(await store.findTokenById('user', user.id)).toBeUndefined();
  });

  test('last use only moves forward, and of nothing but the token that was used', async () => {
    const { store } = await start();
    const [used, other] = [await addProjectToken(store), await addProjectToken(store)];
    const user = await addUser(store);
    await Promise.all([
      store.noteUse('project', used.id, NOW + 60),
      store.noteUse('project', used.id, NOW),
      store.noteUse('user', user.id, NOW),
      store.noteUse('user', newId(), NOW),
    ]);
    await store.noteUse('project', used.id, NOW + 30);
    const lastUse = async (kind: 'project' | 'user', id: string) =>
      (await store.findTokenById(kind, id))?.lastUsedAt;
    expect(await lastUse('project', used.id)).toBe(NOW + 60);
    expect(await lastUse('project', other.id)).toBeNull();
    expect(await lastUse('user', user.id)).toBe(NOW);
    await store.noteUse('user', user.id, NOW + 120);
    expect(await lastUse('user', user.id)).toBe(NOW + 120);
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
  });

  test('projects are found by organization, by path, or both, in the order of their names', async () => {
    const { store, web, api } = await start();
    const found = async (...wanted: Parameters<Store['findProjects']>) =>
      (await store.findProjects(...wanted)).map(({ project }) => project);
    const [acme] = [web.organizationId];
    expect(await store.findProjects([acme], null)).toEqual([
      {
        projectId: api.projectId,
        organizationId: acme,
        project: 'acme/api',
        oidcOnly: false,
      },
      {
        projectId: web.projectId,
        organizationId: acme,
        project: 'acme/web',
        oidcOnly: false,
      },
    ]);
    expect(await found(null, ['acme/web', 'acme/none', 'none/api'])).toEqual(['acme/web']);
    expect(await found([acme], ['acme/api'])).toEqual(['acme/api']);
    expect(await found([newId()], ['acme/api'])).toEqual([]);
    expect(await found([], null)).toEqual([]);
    expect(await found(null, [])).toEqual([]);
    const many = Array.from({ length: 2000 }, (_, index) => `acme/p${index}` as const);
    expect(await found(null, [...many, 'acme/web'])).toEqual(['acme/web']);
  });

  test('projects of a pair of names are not those of another pair of the same names', async () => {
    const { store } = await start();
    await applyChanges(store, [
      { kind: 'organization', action: 'create', organization: 'other' },
      { kind: 'project', action: 'create', organization: 'other', project: 'web' },
    ]);
    const found = await store.findProjects(null, ['acme/web', 'other/api']);
    expect(found.map(({ project }) => project)).toEqual(['acme/web']);
  });

  test('a hash that was never stored finds no static token', async () => {
    const { store } = await start();
    await addProjectToken(store);
    expect(await store.findToken('project', newHash())).toBeUndefined();
    expect(await store.findToken('user', newHash())).toBeUndefined();
  });
}
