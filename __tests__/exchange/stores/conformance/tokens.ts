import { expect, test } from '@jest/globals';
import { applyChanges, GITHUB, removeRelationship } from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf, NOW, newHash, PINS } from '../records.ts';
import type { Start } from './fixture.ts';

const revocation = () => auditEvent({ action: 'revoke', decision: 'revoked' });

export function describeTokens(start: Start): void {
  test('a hash that was never stored finds nothing', async () => {
    const { store, web } = await start();
    await store.commitExchange(exchangeRecord([grantOf(web)]));
    expect(await store.findToken('build', newHash())).toBeUndefined();
  });

  test('a token is revoked once; the second time nothing is written', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    const event = revocation();
    expect(await store.revokeToken('build', record.token.hash, NOW + 5, event)).toBe(true);
    expect(await store.revokeToken('build', record.token.hash, NOW + 9, revocation())).toBe(false);
    expect(await store.findToken('build', record.token.hash)).toMatchObject({ revokedAt: NOW + 5 });
    expect(await store.listEvents({ limit: 10 })).toEqual([record.event, event]);
  });

  test('revoking an unknown token writes nothing', async () => {
    const { store } = await start();
    expect(await store.revokeToken('build', newHash(), NOW, revocation())).toBe(false);
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
  });

  test('of many simultaneous revocations one counts', async () => {
    const { store, web } = await start();
    const { hash } = await committedToken();
    const revoked = await Promise.all(
      Array.from({ length: 30 }, () => store.revokeToken('build', hash, NOW, revocation())),
    );
    expect(revoked.filter((first) => first)).toHaveLength(1);
    expect(await store.listEvents({ limit: 50 })).toHaveLength(2);

    async function committedToken() {
      const record = exchangeRecord([grantOf(web)]);
      await store.commitExchange(record);
      return record.token;
    }
  });

  test('a revoked token does not free its jti', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    await store.revokeToken('build', record.token.hash, NOW, revocation());
    const again = exchangeRecord([grantOf(web)], { jti: record.replay.jti });
    expect(await store.commitExchange(again)).toBe('replayed');
  });

  test('a token loses a removed project and keeps the other; with the last it is gone', async () => {
    const { store, web, api } = await start();
    const record = exchangeRecord([grantOf(web), grantOf(api, PINS)]);
    await store.commitExchange(record);
    const remove = (project: string) =>
      applyChanges(store, [{ kind: 'project', action: 'remove', organization: 'acme', project }]);
    await remove('web');
    const left = await store.findToken('build', record.token.hash);
    expect(left?.grants.map(({ project }) => project)).toEqual(['acme/api']);
    await remove('api');
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 10 })).toEqual([record.event]);
  });

  test('a project made again under the same name does not inherit tokens', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    await applyChanges(store, [
      { kind: 'project', action: 'remove', organization: 'acme', project: 'web' },
      { kind: 'project', action: 'create', organization: 'acme', project: 'web' },
    ]);
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
  });

  test('an organization takes its projects and their tokens with it', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    await applyChanges(store, [{ kind: 'organization', action: 'remove', organization: 'acme' }]);
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    expect(await store.findRelationships(GITHUB, 'acme/web')).toEqual([]);
  });

  test('what was issued under a relationship ends with it', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    await removeRelationship(store, web);
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
  });
}
