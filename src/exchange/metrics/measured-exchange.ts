import type { Outcome } from '../audit/audited.ts';
import type { Stopwatch } from '../system/stopwatch.ts';
import type { Metrics } from './metrics.ts';

/** The same story with its outcome and duration counted. */
export function measuredExchange<Asked extends unknown[], Answer>(
  exchangeToken: (...asked: Asked) => Promise<Outcome<Answer>>,
  metrics: Metrics,
  stopwatch: Stopwatch,
): (...asked: Asked) => Promise<Outcome<Answer>> {
  return async (...asked) => {
    const startedAt = stopwatch();
    metrics.exchangeStarted();
    const outcome = await exchangeToken(...asked);
    const result = 'answer' in outcome ? 'granted' : outcome.refusal.reason;
    metrics.exchangeEnded(result, stopwatch() - startedAt);
    return outcome;
  };
}
