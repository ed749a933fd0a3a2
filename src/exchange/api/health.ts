import type { KeyRing } from '../signing/key-ring.ts';
import type { Store } from '../stores/port.ts';
import type { Log } from '../system/log.ts';
import type { Stopwatch } from '../system/stopwatch.ts';
import { type Handler, json } from './answer.ts';
import { promptCheck } from './prompt-check.ts';

/** `GET /healthz`: this process answers. It asks nobody, so that an outage elsewhere kills no replica. */
export const healthEndpoint: Handler = () => json(200, { status: 'ok' });

interface ReadyDeps {
  store: Pick<Store, 'ping'>;
  keyRing: KeyRing;
  log: Log;
  elapsed: Stopwatch;
  /** Aborted once the exchange shuts down. */
  ending: AbortSignal;
}

/**
 * `GET /readyz`: this process can do its work, and will for a while. What is missing is named, why is
 * for the log.
 */
export function readyEndpoint({ store, keyRing, log, elapsed, ending }: ReadyDeps): Handler {
  const checks = {
    database: promptCheck(() => store.ping(), elapsed),
    signing_keys: promptCheck(() => keyRing.publicKeys(), elapsed),
  };
  return async () => {
    if (ending.aborted) return json(503, { status: 'shutting_down', checks: {} });
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const failure = await check();
        if (failure) log.error({ err: failure.reason, check: name }, 'not ready');
        return [name, failure ? 'failed' : 'ok'] as const;
      }),
    );
    const ready = results.every(([, result]) => result === 'ok');
    const body = { status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(results) };
    return json(ready ? 200 : 503, body);
  };
}
