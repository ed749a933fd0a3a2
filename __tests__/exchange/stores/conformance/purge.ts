import { expect, test } from '@jest/globals';
import { EXPIRED_TOKENS_KEPT } from '../../../../src/exchange/stores/queries/purge.ts';
import { addUser } from '../../tenants.ts';
import { GITHUB } from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf, NOW, PINS } from '../records.ts';
import type { Start } from './fixture.ts';
import { rotateSigningKey } from './keys.ts';

/** What expired then is no longer kept. */
const ONCE = NOW - EXPIRED_TOKENS_KEPT;

export function describePurge(start: Start): void {
  test('expired tokens and replay records go, the others and the audit events stay', async () => {
    const { store, web, api } = await start();
    const grants = [grantOf(web), grantOf(api, PINS)];
    const old = exchangeRecord(grants, { keepUntil: NOW + 10, expiresAt: ONCE + 60 });
    const young = exchangeRecord(grants, { keepUntil: NOW + 400, expiresAt: ONCE + 61 });
    await store.commitExchange(old);
    await store.commitExchange(young);
    expect(await store.purgeExpired(NOW + 60, 100)).toBe(2);
    expect(await store.findToken('build', old.token.hash)).toBeUndefined();
    expect(await store.findToken('build', young.token.hash)).toBeDefined();
    const replayed = (jti: string) => store.commitExchange(exchangeRecord(grants, { jti }));
    expect(await replayed(young.replay.jti)).toBe('replayed');
    expect(await replayed(old.replay.jti)).toBe('committed');
    expect(await store.listEvents({ limit: 10 })).toHaveLength(3);
  });

  test('a replay record is kept through its last second', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)], { keepUntil: NOW });
    await store.commitExchange(record);
    expect(await store.purgeExpired(NOW, 100)).toBe(0);
    expect(await store.purgeExpired(NOW + 1, 100)).toBe(1);
  });

  test('a batch deletes no more than its limit of each kind, the oldest first', async () => {
    const { store, web } = await start();
    const records = Array.from({ length: 7 }, (_, index) =>
      exchangeRecord([grantOf(web)], { keepUntil: NOW, expiresAt: ONCE + 10 - index }),
    );
    for (const record of records) await store.commitExchange(record);
    const deleted = [];
    for (let batch = 0; batch < 4; batch++) deleted.push(await store.purgeExpired(NOW + 20, 3));
    expect(deleted).toEqual([6, 6, 2, 0]);
  });

  test('a token is kept for a day after its end, revoked or not, so that its state can be told', async () => {
    const { store, web } = await start();
    for (const revokedAt of [null, NOW]) {
      const record = exchangeRecord([grantOf(web)], { expiresAt: NOW + 60 });
      await store.commitExchange(record);
      const { hash } = record.token;
      if (revokedAt) await store.revokeToken('build', hash, revokedAt, auditEvent());
      await store.purgeExpired(NOW + 59 + EXPIRED_TOKENS_KEPT, 100);
      expect(await store.findToken('build', hash)).toMatchObject({ revokedAt });
      await store.purgeExpired(NOW + 60 + EXPIRED_TOKENS_KEPT, 100);
      expect(await store.findToken('build', hash)).toBeUndefined();
    }
  });

  test('a signing key past its removal is deleted', async () => {
    const { store } = await start();
    const key = { jwk: '{}', createdAt: NOW, retiredAt: null, removeAt: null };
    await rotateSigningKey(store, { ...key, kid: 'old' }, NOW);
    await rotateSigningKey(store, { ...key, kid: 'new' }, NOW + 100);
    expect(await store.purgeExpired(NOW + 100, 10)).toBe(1);
    expect(await store.listSigningKeys(0)).toMatchObject([{ kid: 'new' }]);
  });

  test('a run stays revoked through its last second, and is then forgotten', async () => {
    const { store, web } = await start();
    const { projectId } = web;
    const revoke = (runId: string, keepUntil: number) =>
      store.change(({ revocations }) =>
        revocations.revokeRun({ issuer: GITHUB, runId, projectId }, keepUntil),
      );
    for (const runId of ['1', '2', '3']) await revoke(runId, NOW);
    await revoke('4', NOW + 60);
    const commit = (runId: string) =>
      store.commitExchange(exchangeRecord([grantOf(web)], { runId }));
    expect(await store.purgeExpired(NOW, 10)).toBe(0);
    expect(await commit('1')).toBe('run_revoked');
    expect(await store.purgeExpired(NOW + 1, 2)).toBe(2);
    expect(await store.purgeExpired(NOW + 1, 2)).toBe(1);
    expect([await commit('1'), await commit('4')]).toEqual(['committed', 'run_revoked']);
  });

  test('a run that is revoked again is kept as long as it says the last time', async () => {
    const { store, web } = await start();
    const run = { issuer: GITHUB, runId: '1', projectId: web.projectId };
    for (const keepUntil of [NOW, NOW + 60])
      await store.change(({ revocations }) => revocations.revokeRun(run, keepUntil));
    expect(await store.purgeExpired(NOW + 60, 10)).toBe(0);
    expect(await store.purgeExpired(NOW + 61, 10)).toBe(1);
  });

  test('what a creation was answered with is remembered until its time is over', async () => {
    const { store } = await start();
    const { userId } = await addUser(store);
    const entry = { userId, key: 'create-web', fingerprint: 'ab' };
    const take = () => store.change(({ idempotencyKeys }) => idempotencyKeys.take(entry, NOW + 60));
    expect(await take()).toBeUndefined();
    expect(await store.purgeExpired(NOW + 60, 10)).toBe(0);
    expect(await take()).toMatchObject(entry);
    expect(await store.purgeExpired(NOW + 61, 10)).toBe(1);
    expect(await take()).toBeUndefined();
  });

  test('exchanges go on while expired rows are deleted', async () => {
    const { store, web } = await start();
    const commit = (keepUntil: number) =>
      store.commitExchange(exchangeRecord([grantOf(web)], { keepUntil }));
    await Promise.all(Array.from({ length: 100 }, () => commit(NOW - 1)));
    const together = await Promise.all([
      ...Array.from({ length: 50 }, () => commit(NOW + 400)),
      store.purgeExpired(NOW, 60),
      store.purgeExpired(NOW, 60),
    ]);
    expect(new Set(together.slice(0, 50))).toEqual(new Set(['committed']));
    // Whichever of the two comes first.
    expect(
      together
        .slice(50)
        .map(Number)
        .toSorted((one, other) => one - other),
    ).toEqual([40, 60]);
  });
}
