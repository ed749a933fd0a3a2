import { expect, test } from '@jest/globals';
import {
  applyChanges,
  ENTERPRISE,
  GITHUB,
  relationshipEntry,
  relationshipOf,
  removeRelationship,
  trust,
  updateRelationship,
} from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf, NOW, PINS } from '../records.ts';
import type { Start } from './fixture.ts';

export function describeExchanges(start: Start): void {
  test('a committed exchange leaves its token, its event and a burned jti', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    expect(await store.commitExchange(record)).toBe('committed');
    expect(await store.findToken('build', record.token.hash)).toEqual({
      id: record.token.id,
      kind: 'build',
      hash: new Uint8Array(record.token.hash),
      grants: [
        {
          projectId: web.projectId,
          organizationId: web.organizationId,
          project: 'acme/web',
          relationshipId: web.id,
          permissions: ['build', 'push'],
        },
      ],
      createdAt: NOW,
      expiresAt: NOW + 3600,
      revokedAt: null,
      parent: null,
    });
    expect(await store.listEvents({ limit: 10 })).toEqual([record.event]);
    const again = exchangeRecord([grantOf(web)], { jti: record.replay.jti });
    expect(await store.commitExchange(again)).toBe('replayed');
  });

  test('a replay writes nothing: no token, no event, no use', async () => {
    const { store, web, api } = await start();
    const first = exchangeRecord([grantOf(web)]);
    await store.commitExchange(first);
    const replay = exchangeRecord([grantOf(api, PINS)], { jti: first.replay.jti });
    expect(await store.commitExchange(replay)).toBe('replayed');
    expect(await store.findToken('build', replay.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 10 })).toEqual([first.event]);
    const after = await store.findRelationships(GITHUB, 'acme/web');
    expect(after.find(({ id }) => id === api.id)).toEqual(api);
  });

  test('a jti is unique per issuer, never by itself', async () => {
    const { store, web } = await start();
    const jti = 'same-at-both';
    for (const issuer of [GITHUB, ENTERPRISE])
      expect(await store.commitExchange(exchangeRecord([grantOf(web)], { issuer, jti }))).toBe(
        'committed',
      );
  });

  test('jtis that look alike are different', async () => {
    const { store, web } = await start();
    for (const jti of ['abc', 'ABC', 'abc ', 'abc\n', 'äbc', 'a\u0308bc'])
      expect([jti, await store.commitExchange(exchangeRecord([grantOf(web)], { jti }))]).toEqual([
        jti,
        'committed',
      ]);
  });

  test('a relationship removed since it was read grants nothing and burns nothing', async () => {
    const { store, web, api } = await start();
    await removeRelationship(store, web);
    const jti = 'kept-for-later';
    const late = exchangeRecord([grantOf(api, PINS), grantOf(web)], { jti });
    expect(await store.commitExchange(late)).toBe('relationship_changed');
    expect(await store.findToken('build', late.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
    const [unpinned] = await store.findRelationships(GITHUB, 'acme/web');
    expect(unpinned).toEqual(api);
    const retry = exchangeRecord([grantOf(api, PINS)], { jti });
    expect(await store.commitExchange(retry)).toBe('committed');
  });

  test('a project removed since it was read grants nothing', async () => {
    const { store, web } = await start();
    await applyChanges(store, [
      { kind: 'project', action: 'remove', organization: 'acme', project: 'web' },
    ]);
    const late = exchangeRecord([grantOf(web)]);
    expect(await store.commitExchange(late)).toBe('relationship_changed');
  });

  test('a rule tightened since it was read grants nothing and burns nothing', async () => {
    const { store, web } = await start();
    const jti = 'kept-for-later';
    const late = exchangeRecord([grantOf(web)], { jti });
    const tightened = relationshipEntry({ permissions: ['pull'] });
    await updateRelationship(store, web, tightened);
    expect(await store.commitExchange(late)).toBe('relationship_changed');
    expect(await store.findToken('build', late.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
    const read = await relationshipOf(store, 'acme/web');
    const retry = exchangeRecord([grantOf(read)], { jti });
    expect(await store.commitExchange(retry)).toBe('committed');
  });

  test('a rule tightened for one of several projects stops them all', async () => {
    const { store, web, api } = await start();
    await updateRelationship(store, api, relationshipEntry({ mode: 'audit' }));
    const late = exchangeRecord([grantOf(web), grantOf(api)]);
    expect(await store.commitExchange(late)).toBe('relationship_changed');
    expect(await store.findToken('build', late.token.hash)).toBeUndefined();
  });

  test('use and pin of a rule are no change of it', async () => {
    const { store, api } = await start();
    for (const createdAt of [NOW, NOW + 90])
      expect(await store.commitExchange(exchangeRecord([grantOf(api)], { createdAt }))).toBe(
        'committed',
      );
  });

  test('a job whose ids are not those of the rule gets nothing, whoever matched it', async () => {
    const { store, web } = await start();
    for (const others of [{ repositoryId: '666' }, { repositoryOwnerId: '666' }])
      expect([
        others,
        await store.commitExchange(exchangeRecord([grantOf(web, { ...PINS, ...others })])),
      ]).toEqual([others, 'relationship_changed']);
  });

  test('an ID token is still spent after its issuer was removed and added again', async () => {
    const { store } = await start();
    const jti = 'spent-before';
    const entry = { url: GITHUB, provider: 'github' } as const;
    const spend = async () => {
      const web = await relationshipOf(store, 'acme/web');
      return await store.commitExchange(exchangeRecord([grantOf(web)], { issuer: GITHUB, jti }));
    };
    expect(await spend()).toBe('committed');
    await applyChanges(store, [{ kind: 'issuer', action: 'remove', entry }]);
    await applyChanges(store, [
      { kind: 'issuer', action: 'create', entry },
      trust('web', relationshipEntry()),
    ]);
    expect(await spend()).toBe('replayed');
  });

  test('one exchange grants several projects, each its own permissions', async () => {
    const { store, web, api } = await start();
    const pullOnly = { ...grantOf(api, PINS), permissions: ['pull' as const] };
    const record = exchangeRecord([grantOf(web), pullOnly]);
    await store.commitExchange(record);
    const token = await store.findToken('build', record.token.hash);
    expect(token?.grants.map(({ project, permissions }) => [project, permissions])).toEqual([
      ['acme/api', ['pull']],
      ['acme/web', ['build', 'push']],
    ]);
  });

  test('a relationship shows when it was last used, to the minute', async () => {
    const { store, web } = await start();
    const lastUse = async () => {
      const found = await store.findRelationships(GITHUB, 'acme/web');
      return found.map(({ project, lastUsedAt }) => [project, lastUsedAt]);
    };
    expect(await lastUse()).toEqual([
      ['acme/web', null],
      ['acme/api', null],
    ]);
    for (const createdAt of [NOW, NOW + 59])
      await store.commitExchange(exchangeRecord([grantOf(web)], { createdAt }));
    expect(await lastUse()).toContainEqual(['acme/web', NOW]);
    const later = exchangeRecord([grantOf(web)], { createdAt: NOW + 60 });
    await store.commitExchange(later);
    expect(await lastUse()).toContainEqual(['acme/web', NOW + 60]);
  });

  test('one exchange that fails takes no other of its commit with it', async () => {
    const { store, web } = await start();
    const earlier = exchangeRecord([grantOf(web)]);
    await store.commitExchange(earlier);
    const good = Array.from({ length: 20 }, () => exchangeRecord([grantOf(web)]));
    const sameHash = exchangeRecord([grantOf(web)], { hash: earlier.token.hash });
    const sameEvent = exchangeRecord([grantOf(web)], { event: earlier.event });
    const records = [...good.slice(0, 10), sameHash, sameEvent, ...good.slice(10)];
    const outcomes = await Promise.allSettled(records.map((it) => store.commitExchange(it)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...good.slice(0, 10).map(() => 'fulfilled'),
      'rejected',
      'rejected',
      ...good.slice(10).map(() => 'fulfilled'),
    ]);
    for (const { token } of good) expect(await store.findToken('build', token.hash)).toBeDefined();
    expect(await store.findToken('build', sameEvent.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 100 })).toHaveLength(21);
    // What failed has burned no jti: the job may try again with the same ID token.
    for (const { replay } of [sameHash, sameEvent])
      expect(await store.commitExchange(exchangeRecord([grantOf(web)], { jti: replay.jti }))).toBe(
        'committed',
      );
  });

  test('an event that cannot be written as JSON fails alone', async () => {
    const { store, web } = await start();
    const circular: Record<string, unknown> = {};
    circular.itself = circular;
    const event = auditEvent({ detail: circular });
    const bad = exchangeRecord([grantOf(web)], { event });
    const good = exchangeRecord([grantOf(web)]);
    const [badOutcome, goodOutcome] = await Promise.allSettled([
      store.commitExchange(bad),
      store.commitExchange(good),
    ]);
    expect(badOutcome.status).toBe('rejected');
    expect(goodOutcome).toEqual({ status: 'fulfilled', value: 'committed' });
  });
}
