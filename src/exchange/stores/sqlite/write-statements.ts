import type { DatabaseSync } from 'node:sqlite';
import type { Write, WriteOutcome } from '../writes.ts';
import { prepareEvent } from './write-event.ts';
import { prepareExchange } from './write-exchange.ts';
import { prepareProbe } from './write-probe.ts';
import { prepareNarrowing, prepareRevocation, prepareUse } from './write-token.ts';

/**
 * The hot path in plain SQL. Each write looks before it writes: the transaction around it holds the
 * only write lock, so what it has seen stays true.
 */
export function prepareWrites(database: DatabaseSync): (write: Write) => WriteOutcome {
  const insertEvent = prepareEvent(database);
  const exchange = prepareExchange(database);
  const narrow = prepareNarrowing(database);
  const revoke = prepareRevocation(database);
  const use = prepareUse(database);
  const probe = prepareProbe(database);
  const apply = (write: Exclude<Write, { kind: 'use' | 'probe' }>): WriteOutcome => {
    switch (write.kind) {
      case 'exchange':
        return exchange(write);
      case 'narrowing':
        return narrow(write);
      case 'revocation':
        return revoke(write);
      case 'event':
        return 'committed';
    }
  };
  return (write) => {
    if (write.kind === 'use') return use(write);
    if (write.kind === 'probe') return probe();
    const outcome = apply(write);
    if (outcome === 'committed') insertEvent(write.event);
    return outcome;
  };
}
