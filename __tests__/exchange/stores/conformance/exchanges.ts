import { expect, test } from '@jest/globals';
import { applyChanges, PINS, removeRelationship } from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf, NOW } from '../records.ts';
import type { Start } from './fixture.ts';

export function describeExchanges(start: Start): void {
  test('a committed exchange leaves its token, its event and a burned jti', async () => {
    const { store, githubId, web } = await start();
    const record = exchangeRecord(githubId, [grantOf(web)]);
    expect(await store.commitExchange(record)).toBe('committed');
    expect(await store.findToken(record.token.hash)).toEqual({
      id: record.token.id,
      kind: 'build',
      hash: new Uint8Array(record.token.hash),
      grants: [
        {
          projectId: web.projectId,
          project: 'acme/web',
          relationshipId: web.id,
          permissions: ['build', 'push'],
        },
      ],
      createdAt: NOW,
      expiresAt: NOW + 3600,
      revokedAt: null,
    });
    expect(await store.listEvents({ limit: 10 })).toEqual([record.event]);
    const again = exchangeRecord(githubId, [grantOf(web)], { jti: record.replay.jti });
    expect(await store.commitExchange(again)).toBe('replayed');
  });

  test('a replay writes nothing: no token, no event, no use', async () => {
    const { store, githubId, web, api } = await start();
    const first = exchangeRecord(githubId, [grantOf(web)]);
    await store.commitExchange(first);
    const replay = exchangeRecord(githubId, [grantOf(api, PINS)], { jti: first.replay.jti });
    expect(await store.commitExchange(replay)).toBe('replayed');
    expect(await store.findToken(replay.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 10 })).toEqual([first.event]);
    const after = await store.findRelationships(githubId, 'acme/web');
    expect(after.find(({ id }) => id === api.id)).toEqual(api);
  });

  test('a jti is unique per issuer, never by itself', async () => {
    const { store, githubId, enterpriseId, web } = await start();
    const jti = 'same-at-both';
    for (const issuerId of [githubId, enterpriseId])
      expect(await store.commitExchange(exchangeRecord(issuerId, [grantOf(web)], { jti }))).toBe(
        'committed',
      );
  });

  test('jtis that look alike are different', async () => {
    const { store, githubId, web } = await start();
    for (const jti of ['abc', 'ABC', 'abc ', 'abc\n', 'äbc', 'a\u0308bc'])
      expect([
        jti,
        await store.commitExchange(exchangeRecord(githubId, [grantOf(web)], { jti })),
      ]).toEqual([jti, 'committed']);
  });

  test('a relationship removed since it was read grants nothing and burns nothing', async () => {
    const { store, githubId, web, api } = await start();
    await removeRelationship(store, web);
    const jti = 'kept-for-later';
    const late = exchangeRecord(githubId, [grantOf(api, PINS), grantOf(web)], { jti });
    expect(await store.commitExchange(late)).toBe('relationship_changed');
    expect(await store.findToken(late.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
    const [unpinned] = await store.findRelationships(githubId, 'acme/web');
    expect(unpinned).toEqual(api);
    const retry = exchangeRecord(githubId, [grantOf(api, PINS)], { jti });
    expect(await store.commitExchange(retry)).toBe('committed');
  });

  test('a project removed since it was read grants nothing', async () => {
    const { store, githubId, web } = await start();
    await applyChanges(store, [
      { kind: 'project', action: 'remove', organization: 'acme', project: 'web' },
    ]);
    const late = exchangeRecord(githubId, [grantOf(web)]);
    expect(await store.commitExchange(late)).toBe('relationship_changed');
  });

  test('one exchange grants several projects, each its own permissions', async () => {
    const { store, githubId, web, api } = await start();
    const pullOnly = { ...grantOf(api, PINS), permissions: ['pull' as const] };
    const record = exchangeRecord(githubId, [grantOf(web), pullOnly]);
    await store.commitExchange(record);
    const token = await store.findToken(record.token.hash);
    expect(token?.grants.map(({ project, permissions }) => [project, permissions])).toEqual([
      ['acme/api', ['pull']],
      ['acme/web', ['build', 'push']],
    ]);
  });

  test('a relationship shows when it was last used, to the minute', async () => {
    const { store, githubId, web } = await start();
    const lastUse = async () => {
      const found = await store.findRelationships(githubId, 'acme/web');
      return found.map(({ project, lastUsedAt }) => [project, lastUsedAt]);
    };
    expect(await lastUse()).toEqual([
      ['acme/web', null],
      ['acme/api', null],
    ]);
    for (const createdAt of [NOW, NOW + 59])
      await store.commitExchange(exchangeRecord(githubId, [grantOf(web)], { createdAt }));
    expect(await lastUse()).toContainEqual(['acme/web', NOW]);
    const later = exchangeRecord(githubId, [grantOf(web)], { createdAt: NOW + 60 });
    await store.commitExchange(later);
    expect(await lastUse()).toContainEqual(['acme/web', NOW + 60]);
  });

  test('one exchange that fails takes no other of its commit with it', async () => {
    const { store, githubId, web } = await start();
    const earlier = exchangeRecord(githubId, [grantOf(web)]);
    await store.commitExchange(earlier);
    const good = Array.from({ length: 20 }, () => exchangeRecord(githubId, [grantOf(web)]));
    const sameHash = exchangeRecord(githubId, [grantOf(web)], { hash: earlier.token.hash });
    const sameEvent = exchangeRecord(githubId, [grantOf(web)], { event: earlier.event });
    const records = [...good.slice(0, 10), sameHash, sameEvent, ...good.slice(10)];
    const outcomes = await Promise.allSettled(records.map((it) => store.commitExchange(it)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...good.slice(0, 10).map(() => 'fulfilled'),
      'rejected',
      'rejected',
      ...good.slice(10).map(() => 'fulfilled'),
    ]);
    for (const { token } of good) expect(await store.findToken(token.hash)).toBeDefined();
    expect(await store.findToken(sameEvent.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 100 })).toHaveLength(21);
    // What failed has burned no jti: the job may try again with the same ID token.
    for (const { replay } of [sameHash, sameEvent])
      expect(
        await store.commitExchange(exchangeRecord(githubId, [grantOf(web)], { jti: replay.jti })),
      ).toBe('committed');
  });

  test('an event that cannot be written as JSON fails alone', async () => {
    const { store, githubId, web } = await start();
    const circular: Record<string, unknown> = {};
    circular.itself = circular;
    const event = auditEvent({ detail: circular });
    const bad = exchangeRecord(githubId, [grantOf(web)], { event });
    const good = exchangeRecord(githubId, [grantOf(web)]);
    const [badOutcome, goodOutcome] = await Promise.allSettled([
      store.commitExchange(bad),
      store.commitExchange(good),
    ]);
    expect(badOutcome.status).toBe('rejected');
    expect(goodOutcome).toEqual({ status: 'fulfilled', value: 'committed' });
  });
}
