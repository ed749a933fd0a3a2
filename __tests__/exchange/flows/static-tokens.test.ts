import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { generateSecret } from '../../../src/exchange/tokens/secret.ts';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';
import { addProjectToken, addUser, setOidcOnly } from '../tenants.ts';

const start = services(afterAll);
const TRUST = [{ project: 'acme/web' }, { project: 'acme/docs' }, { project: 'evil/web' }];
let service: Service;

beforeAll(async () => {
  service = await start({ trust: TRUST });
});

const only = (project: string) => ({ resource: `${PUBLIC_URL}/${project}` });

describe('introspection', () => {
  test('of a user access token tells whose it is and what their roles allow', async () => {
    const { introspect, store } = service;
    const { token, id, userId, email } = await addUser(store, { acme: 'member' });
    expect((await introspect(token)).body).toEqual({
      active: true,
      token_type: 'Bearer',
      token_kind: 'user',
      iss: PUBLIC_URL,
      jti: id,
      iat: expect.any(Number),
      sub: userId,
      username: email,
      scope: 'build push pull',
      projects: ['acme/docs', 'acme/web'],
      grants: [
        { project: 'acme/docs', permissions: ['build', 'push', 'pull'] },
        { project: 'acme/web', permissions: ['build', 'push', 'pull'] },
      ],
    });
  });

  test('of a project token tells its project and its permissions, and of no user', async () => {
    const { introspect, store } = service;
    const expiresAt = Math.floor(Date.now() / 1000) + 86_400;
    const { token, id } = await addProjectToken(store, { permissions: ['pull'], expiresAt });
    expect((await introspect(token)).body).toEqual({
      active: true,
      token_type: 'Bearer',
      token_kind: 'project',
      iss: PUBLIC_URL,
      jti: id,
      iat: expect.any(Number),
      exp: expiresAt,
      scope: 'pull',
      projects: ['acme/web'],
      grants: [{ project: 'acme/web', permissions: ['pull'] }],
    });
  });

  test('tells a caller of any kind of the projects that both open, and of no other', async () => {
    const { introspect, store, buildToken } = service;
    const user = await addUser(store, { acme: 'member', evil: 'member' });
    const project = await addProjectToken(store);
    const build = await buildToken(only('acme/docs'));
    const projectsOf = async (token: string, caller: string) =>
      (await introspect(token, caller)).body.projects;
    expect(await projectsOf(user.token, project.token)).toEqual(['acme/web']);
    expect(await projectsOf(project.token, user.token)).toEqual(['acme/web']);
    expect(await projectsOf(user.token, build)).toEqual(['acme/docs']);
    expect(await projectsOf(build, user.token)).toEqual(['acme/docs']);
    expect((await introspect(project.token, build)).body).toEqual({ active: false });
    const colleague = await addUser(store, { evil: 'admin' });
    expect(await projectsOf(user.token, colleague.token)).toEqual(['evil/web']);
  });

  test('about one project tells a registry whether the token is good for that one', async () => {
    const { introspect, store } = service;
    const { token } = await addUser(store, { acme: 'member' });
    const about = async (project: string) => (await introspect(token, token, only(project))).body;
    expect(await about('acme/web')).toMatchObject({ active: true, projects: ['acme/web'] });
    expect(await about('evil/web')).toEqual({ active: false });
    expect(await about('acme/none')).toEqual({ active: false });
  });

  test('of a member of no organization, or for one, tells nothing', async () => {
    const { introspect, store } = service;
    const [nobody, member] = [await addUser(store, {}), await addUser(store)];
    expect((await introspect(nobody.token)).body).toEqual({ active: false });
    expect((await introspect(member.token, nobody.token)).body).toEqual({ active: false });
  });

  test('answers a user in signed form, for their projects', async () => {
    const { post, store } = service;
    const { token } = await addUser(store);
    const signed = (caller: string) =>
      post(PATHS.introspect, new URLSearchParams({ token }), {
        authorization: `Bearer ${caller}`,
        accept: 'application/token-introspection+jwt',
      });
    const { status, body } = await signed(token);
    const [, payload = ''] = body.split('.');
    expect([status, JSON.parse(atob(payload)).aud]).toEqual([
      200,
      [`${PUBLIC_URL}/acme/docs`, `${PUBLIC_URL}/acme/web`],
    ]);
    expect((await signed((await addUser(store, {})).token)).status).toBe(401);
  });

  test('of a token of a project that refuses static tokens tells nothing', async () => {
    const { introspect, store, buildToken } = await start({ trust: TRUST });
    const [user, project] = [await addUser(store), await addProjectToken(store)];
    await setOidcOnly(store, 'acme/web', true);
    expect((await introspect(project.token)).body).toEqual({ active: false });
    expect((await introspect(user.token)).body).toMatchObject({ projects: ['acme/docs'] });
    const build = await buildToken(only('acme/web'));
    expect((await introspect(build)).body.active).toBe(true);
    expect((await introspect(build, project.token)).body).toEqual({ active: false });
  });

  test('says that it cannot tell, not that a token is dead, when the database fails', async () => {
    const { introspect } = await start({
      overrides: {
        openStore: async (database, options) => ({
          ...(await openStore(database, options)),
          findToken: () => Promise.reject(new Error('disk I/O error')),
        }),
      },
    });
    const answer = await introspect(generateSecret('user', systemRandom).text);
    expect(answer).toMatchObject({ status: 500, body: { error: 'server_error' } });
  });
});

describe('revocation by holding a token', () => {
  test.each(['user', 'project'] as const)(
    'ends a %s token at once, once, on record for its admins',
    async (kind) => {
      const { introspect, revoke, store, events } = service;
      const { token, id } =
        kind === 'user' ? await addUser(store, { acme: 'member' }) : await addProjectToken(store);
      expect((await introspect(token)).body.active).toBe(true);
      expect(await revoke(token)).toMatchObject({ status: 200 });
      expect((await introspect(token)).body).toEqual({ active: false });
      expect(await revoke(token)).toMatchObject({ status: 200 });
      const revocations = (await events()).filter(
        ({ action, detail }) =>
          action === 'revoke' && (detail as { id?: string } | null)?.id === id,
      );
      expect(revocations).toEqual([
        expect.objectContaining({
          decision: 'revoked',
          projects: kind === 'user' ? [] : ['acme/web'],
          detail: { kind, id },
        }),
      ]);
      const [scope] = revocations[0]?.scopes ?? [];
      expect(scope).toMatchObject({ organizationId: expect.any(String) });
      expect(scope?.projectId === null).toBe(kind === 'user');
    },
  );
});

test('a token is looked up by its SHA-256 and nothing else, so that timing tells of no other', async () => {
  const asked: unknown[][] = [];
  const { introspect, store } = await start({
    overrides: {
      openStore: async (database, options) => {
        const opened = await openStore(database, options);
        const findToken: Store['findToken'] = (kind, hash) => {
          asked.push([kind, Buffer.from(hash).toString('hex')]);
          return opened.findToken(kind, hash);
        };
        return { ...opened, findToken };
      },
    },
  });
  const { token } = await addProjectToken(store);
  const nearby = generateSecret('project', systemRandom).text;
  for (const one of [token, nearby]) await introspect(one);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(asked).toEqual([
    ['project', sha256(token)],
    ['project', sha256(nearby)],
  ]);
});

describe('a token that we cannot have issued', () => {
  const MALFORMED = [
    'dpu_',
    `dpb_${'0'.repeat(36)}`,
    `${generateSecret('project', systemRandom).text}0`,
    generateSecret('project', systemRandom).text.replace('dpp_', 'dpu_'),
    generateSecret('user', systemRandom).text.toUpperCase(),
    'x'.repeat(5000),
  ];

  test.each(MALFORMED)('never reaches the store: %s', async (token) => {
    const asked: unknown[] = [];
    const { introspect, revoke, narrow } = await start({
      overrides: {
        openStore: async (database, options) => {
          const store = await openStore(database, options);
          const findToken: Store['findToken'] = (kind, hash) => {
            asked.push(kind);
            return store.findToken(kind, hash);
          };
          return { ...store, findToken };
        },
      },
    });
    expect((await introspect(token)).body).toEqual({ active: false });
    expect(await revoke(token)).toMatchObject({ status: 200 });
    expect((await narrow(token)).body.reason).toBe('malformed_token');
    expect(asked).toEqual([]);
  });
});
