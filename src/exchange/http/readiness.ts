import { setTimeout as delay } from 'node:timers/promises';
import type { KeyRing } from '../signing/key-ring.ts';
import type { Store } from '../stores/port.ts';
import type { Log } from '../system/log.ts';
import type { Stopwatch } from '../system/stopwatch.ts';

interface ReadinessDeps {
  store: Pick<Store, 'ping'>;
  keyRing: KeyRing;
  log: Log;
  elapsed: Stopwatch;
  /** Aborted once the exchange shuts down. */
  ending: AbortSignal;
}

export interface Ready {
  status: 'ok' | 'unavailable' | 'shutting_down';
  /** By what was looked at. */
  checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

/** Whether this process can do its work, and will for a while. */
export type Readiness = () => Promise<Ready>;

/** What is missing is named, why is for the log. */
export function createReadiness({
  store,
  keyRing,
  log,
  elapsed,
  ending,
}: ReadinessDeps): Readiness {
  const checks = {
    database: promptCheck(() => store.ping(), elapsed),
    signing_keys: promptCheck(() => keyRing.publicKeys(), elapsed),
  };
  return async () => {
    if (ending.aborted) return { status: 'shutting_down', checks: {} };
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const failure = await check();
        if (failure) log.error({ err: failure.reason, check: name }, 'not ready');
        return [name, failure ? 'failed' : 'ok'] as const;
      }),
    );
    const ready = results.every(([, result]) => result === 'ok');
    return { status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(results) };
  };
}

/** Why a check failed; undefined: it did not. */
type Failure = { reason: unknown } | undefined;

/** Seconds: whoever asks about readiness gives up after one, as a rule (Kubernetes, HAProxy). */
const PATIENCE = 0.75;

/**
 * Seconds that a check may be under way before it counts as failed. Exchanges wait as well where an
 * administrator's change or a backup holds the write lock for a moment: to take an exchange out for that,
 * and all of them at once, would refuse what would have been answered.
 */
const OVERDUE = 10;

/**
 * Answers within a second whatever `check` does: with its result, or with the one before if that was good
 * and the check is not overdue. Whoever asks while one is under way shares it.
 */
export function promptCheck(
  check: () => Promise<unknown>,
  elapsed: Stopwatch,
): () => Promise<Failure> {
  let lastWasGood = false;
  let running: { since: number; outcome: Promise<Failure> } | undefined;

  const outcomeOf = async (checking: Promise<unknown>): Promise<Failure> => {
    const failure = await checking.then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    );
    lastWasGood = !failure;
    running = undefined;
    return failure;
  };

  return async () => {
    running ??= { since: elapsed(), outcome: outcomeOf(check()) };
    const { since, outcome } = running;
    const inTime = outcome.then((failure) => ({ failure }));
    const timeout = new AbortController();
    const tooLate = delay(PATIENCE * 1000, undefined, timeout).catch(() => undefined);
    const answer = await Promise.race([inTime, tooLate]);
    timeout.abort();
    if (answer) return answer.failure;
    const waited = elapsed() - since;
    if (lastWasGood && waited < OVERDUE) return undefined;
    return { reason: new Error(`there has been no answer for ${waited.toFixed(1)} s`) };
  };
}
