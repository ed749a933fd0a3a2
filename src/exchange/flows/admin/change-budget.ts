import type { AuditEvent } from '../../audit/event.ts';
import { storedBytes } from '../../audit/event-budget.ts';
import { Refusal } from '../../refusal.ts';
import type { Clock } from '../../system/clock.ts';
import { createWindows } from '../../system/windows.ts';
import { type Actor, actorKey } from './actor.ts';
import { isExempt } from './machine.ts';

const WINDOW_MS = 3_600_000;

/**
 * What the changes of one user may store in audit events within an hour: far more than twenty thousand trust
 * relationships, and less than a GB a day. Nobody's disk may be filled by another organization's admin.
 */
const MAX_BYTES = 32 * 1024 * 1024;

const MAX_USERS = 10_000;

export interface ChangeBudget {
  /** Rejects with the Refusal `rate_limited` if the actor's share is used up. */
  requireRoom(actor: Actor): void;
  charge(actor: Actor, events: readonly AuditEvent[]): void;
}

/** Counted in this process, as rate limits are. */
export function createChangeBudget(clock: Clock): ChangeBudget {
  const windowOf = createWindows({ length: WINDOW_MS, max: MAX_USERS, clock });
  return {
    requireRoom(actor) {
      if (isExempt(actor, 'bytes_of_changes')) return;
      const { used, endsAt } = windowOf(actorKey(actor));
      if (used < MAX_BYTES) return;
      const retryAfter = Math.max(1, Math.ceil((endsAt - clock()) / 1000));
      throw new Refusal(
        'rate_limited',
        `Your changes have stored as many audit events as those of one user may within an hour; try again in ${retryAfter} seconds.`,
        { retryAfter },
      );
    },
    charge(actor, events) {
      if (isExempt(actor, 'bytes_of_changes')) return;
      const window = windowOf(actorKey(actor));
      for (const event of events) window.used += storedBytes(event);
    },
  };
}
