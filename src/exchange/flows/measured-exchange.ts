import type { Metrics } from '../metrics/metrics.ts';
import type { Stopwatch } from '../system/stopwatch.ts';
import type { ExchangeToken } from './exchange-token.ts';

/** The same story with its outcome and duration counted. */
export function measuredExchange(
  exchangeToken: ExchangeToken,
  metrics: Metrics,
  stopwatch: Stopwatch,
): ExchangeToken {
  return async (context, read) => {
    const startedAt = stopwatch();
    metrics.exchangeStarted();
    const outcome = await exchangeToken(context, read);
    const result = 'answer' in outcome ? 'granted' : outcome.refusal.reason;
    metrics.exchangeEnded(result, stopwatch() - startedAt);
    return outcome;
  };
}
