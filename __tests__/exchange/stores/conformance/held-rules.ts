import { expect, test } from '@jest/globals';
import { GITHUB, relationshipEntry, updateRelationship } from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf } from '../records.ts';
import type { Start } from './fixture.ts';

/** What an exchange reads and writes in one transaction, after others have been in its way. */
export function describeHeldRules(start: Start): void {
  test('an exchange that holds the rules finds what others commit, and leaves the same', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    const outcome = await store.holdRules(async ({ findRelationships, commitExchange }) => {
      expect(await findRelationships(GITHUB, 'acme/web')).toContainEqual(web);
      return await commitExchange(record);
    });
    expect(outcome).toBe('committed');
    expect(await store.findToken('build', record.token.hash)).toMatchObject({
      grants: [{ relationshipId: web.id }],
    });
    expect(await store.listEvents({ limit: 10 })).toEqual([record.event]);
    const again = exchangeRecord([grantOf(web)], { jti: record.replay.jti });
    const commitAgain = store.holdRules(({ commitExchange }) => commitExchange(again));
    expect(await commitAgain).toBe('replayed');
  });

  test('nothing is written if it rejects, its jti not burned', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    const refused = store.holdRules(async ({ commitExchange }) => {
      expect(await commitExchange(record)).toBe('committed');
      throw new Error('refused after all');
    });
    await expect(refused).rejects.toThrow('refused after all');
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
    expect(await store.commitExchange(record)).toBe('committed');
  });

  test('a rule that was changed before does not fit', async () => {
    const { store, web } = await start();
    await updateRelationship(store, web, relationshipEntry({ permissions: ['pull'] }));
    const record = exchangeRecord([grantOf(web)]);
    const outcome = store.holdRules(({ commitExchange }) => commitExchange(record));
    expect(await outcome).toBe('relationship_changed');
  });

  test.each(['this process', 'another process'])(
    'a change by %s waits until it has committed, and so does a commit',
    async (whose) => {
      const { store, open, web } = await start();
      const other = whose === 'this process' ? store : await open();
      const order: string[] = [];
      const waiting: Promise<unknown>[] = [];
      const outcome = await store.holdRules(async ({ commitExchange }) => {
        const change = relationshipEntry({ permissions: ['pull'] });
        waiting.push(
          updateRelationship(other, web, change).then(() => order.push('changed')),
          other.appendEvent(auditEvent()).then(() => order.push('appended')),
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
        order.push('held');
        return await commitExchange(exchangeRecord([grantOf(web)]));
      });
      await Promise.all(waiting);
      expect([outcome, order[0], order.length]).toEqual(['committed', 'held', 3]);
    },
  );
}
