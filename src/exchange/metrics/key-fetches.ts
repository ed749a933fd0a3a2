import { Counter, Gauge, type Registry } from 'prom-client';
import type { Clock } from '../system/clock.ts';
import type { FetchJson } from '../system/fetch.ts';

/**
 * The same fetch with its results counted by issuer. Only registered issuers are ever fetched from,
 * so that the label has as many values as the operator has registered.
 */
export function measuredKeyFetches(
  fetchJson: FetchJson,
  register: Registry,
  clock: Clock,
): FetchJson {
  const fetchedAt = new Map<string, number>();
  const fetches = new Counter({
    name: 'dockpass_issuer_fetches_total',
    help: 'Requests for discovery documents and key sets of issuers.',
    labelNames: ['issuer', 'result'] as const,
    registers: [register],
  });
  const age = new Gauge({
    name: 'dockpass_issuer_keys_age_seconds',
    help: 'Time since the key set of an issuer was last fetched.',
    labelNames: ['issuer'] as const,
    registers: [],
    collect() {
      for (const [issuer, at] of fetchedAt) this.set({ issuer }, (clock() - at) / 1000);
    },
  });
  register.registerMetric(age);
  return async (url) => {
    const issuer = new URL(url).host;
    try {
      const fetched = await fetchJson(url);
      fetches.inc({ issuer, result: 'ok' });
      if (isKeySet(fetched.json)) fetchedAt.set(issuer, clock());
      return fetched;
    } catch (error) {
      fetches.inc({ issuer, result: 'failed' });
      throw error;
    }
  };
}

function isKeySet(json: unknown): boolean {
  return Array.isArray((json as { keys?: unknown } | null)?.keys);
}
