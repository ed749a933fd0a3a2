import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { CommitOutcome } from '../../../../src/exchange/stores/ports/exchanges.ts';
import { EXPIRED_TOKENS_KEPT } from '../../../../src/exchange/stores/queries/purge.ts';
import type { Grant } from '../../../../src/exchange/trust/relationship.ts';
import { auditEvent, exchangeRecord, grantOf, NOW } from '../records.ts';
import type { Setting, Start } from './fixture.ts';

type Operation =
  | { kind: 'commit'; jti: number; pin: 'first' | 'second'; projects: ('web' | 'api')[] }
  | { kind: 'revoke'; token: number }
  | { kind: 'pass'; seconds: number }
  | { kind: 'purge' };

const PIN = {
  first: { repositoryId: '1', repositoryOwnerId: '10' },
  second: { repositoryId: '2', repositoryOwnerId: '20' },
};

const REPLAY_KEPT = 300;
const TOKEN_LIFETIME = 600;

const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('commit' as const),
        jti: fc.nat({ max: 5 }),
        pin: fc.constantFrom('first' as const, 'second' as const),
        projects: fc.subarray(['web' as const, 'api' as const], { minLength: 1 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('revoke' as const), token: fc.nat() }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('pass' as const),
        seconds: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constant(EXPIRED_TOKENS_KEPT)),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'purge' as const }) },
  ),
  { minLength: 5, maxLength: 40 },
);

interface ModelToken {
  hash: Uint8Array;
  expiresAt: number;
  revokedAt: number | null;
}

/** The store in a few lines: maps, and no database. */
class Model {
  now = NOW;
  events = 0;
  pinnedTo: 'first' | 'second' | null = null;
  readonly burned = new Map<number, number>();
  readonly tokens: ModelToken[] = [];

  commit(operation: Extract<Operation, { kind: 'commit' }>, hash: Uint8Array): CommitOutcome {
    const pins = operation.projects.includes('api');
    if (pins && this.pinnedTo !== null && this.pinnedTo !== operation.pin)
      return 'relationship_changed';
    if (this.burned.has(operation.jti)) return 'replayed';
    this.burned.set(operation.jti, this.now + REPLAY_KEPT);
    if (pins) this.pinnedTo = operation.pin;
    this.tokens.push({ hash, expiresAt: this.now + TOKEN_LIFETIME, revokedAt: null });
    this.events++;
    return 'committed';
  }

  revoke(token: ModelToken | undefined): boolean {
    if (!token || token.revokedAt !== null) return false;
    token.revokedAt = this.now;
    this.events++;
    return true;
  }

  purge(): number {
    const replays = [...this.burned].filter(([, keepUntil]) => keepUntil < this.now);
    for (const [jti] of replays) this.burned.delete(jti);
    const kept = this.tokens.filter(({ expiresAt }) => expiresAt + EXPIRED_TOKENS_KEPT > this.now);
    const deleted = this.tokens.length - kept.length;
    this.tokens.splice(0, this.tokens.length, ...kept);
    return replays.length + deleted;
  }
}

export function describeModel(start: Start): void {
  test('behaves like a few maps, whatever is asked of it in whatever order', async () => {
    const holds = fc.asyncProperty(operations, async (sequence) => {
      const setting = await start();
      const model = new Model();
      for (const operation of sequence) await step(setting, model, operation);
      await compare(setting.store, model);
      await setting.store.close();
    });
    await fc.assert(holds, { numRuns: 12 });
  }, 120_000);
}

async function step(setting: Setting, model: Model, operation: Operation): Promise<void> {
  const { store } = setting;
  switch (operation.kind) {
    case 'commit': {
      const record = exchangeRecord(grantsOf(setting, operation), {
        jti: String(operation.jti),
        createdAt: model.now,
        keepUntil: model.now + REPLAY_KEPT,
        expiresAt: model.now + TOKEN_LIFETIME,
      });
      const expected = model.commit(operation, record.token.hash);
      expect(await store.commitExchange(record)).toBe(expected);
      return;
    }
    case 'revoke': {
      const token = model.tokens[operation.token % Math.max(1, model.tokens.length)];
      const hash = token?.hash ?? new Uint8Array(32);
      const revoked = await store.revokeToken('build', hash, model.now, auditEvent());
      expect(revoked).toBe(model.revoke(token));
      return;
    }
    case 'pass':
      model.now += operation.seconds;
      return;
    case 'purge':
      expect(await store.purgeExpired(model.now, 1000)).toBe(model.purge());
  }
}

function grantsOf(
  { web, api }: Setting,
  { projects, pin }: Extract<Operation, { kind: 'commit' }>,
): Grant[] {
  return projects.map((name) => (name === 'web' ? grantOf(web) : grantOf(api, PIN[pin])));
}

async function compare(store: Store, model: Model): Promise<void> {
  for (const { hash, expiresAt, revokedAt } of model.tokens)
    expect(await store.findToken('build', hash)).toMatchObject({ expiresAt, revokedAt });
  expect(await store.listEvents({ limit: 1000 })).toHaveLength(model.events);
}
