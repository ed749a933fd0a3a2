import { Refusal } from '../../refusal.ts';
import { type Actor, actorKey } from './actor.ts';
import { isExempt } from './machine.ts';

/** Enough for a page that shows several lists; what waits behind them is somebody else's. */
const MOST = 4;

/** Runs `work` if the actor has fewer at work; rejects with the Refusal `rate_limited` otherwise. */
export type FewAtOnce = <Result>(actor: Actor, work: () => Promise<Result>) => Promise<Result>;

/**
 * Reads share a thread, or a few connections: nobody may have all of them. Counted in this process, as
 * rate limits are.
 */
export function createFewAtOnce(): FewAtOnce {
  const atWork = new Map<string, number>();
  return async (actor, work) => {
    if (isExempt(actor, 'reads_at_a_time')) return await work();
    const key = actorKey(actor);
    const others = atWork.get(key) ?? 0;
    if (others >= MOST)
      throw new Refusal(
        'rate_limited',
        `You have ${MOST} requests to read at work already; wait for one of them to be answered.`,
        { retryAfter: 1 },
      );
    atWork.set(key, others + 1);
    try {
      return await work();
    } finally {
      const left = (atWork.get(key) ?? 1) - 1;
      if (left > 0) atWork.set(key, left);
      else atWork.delete(key);
    }
  };
}
