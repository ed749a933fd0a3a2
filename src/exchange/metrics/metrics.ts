import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { REASONS, type Reason } from '../../protocol/reasons.ts';
import type { Outcome } from '../audit/audited.ts';
import type { Clock } from '../system/clock.ts';
import type { FetchJson } from '../system/fetch.ts';
import type { Stopwatch } from '../system/stopwatch.ts';

/** What an exchange can come to, as a label: a closed list, so that no client can add series. */
export type ExchangeOutcome = 'granted' | Reason;

/** What a registry's client can come to: less than it asked for is granted, too. */
export type RegistryTokenOutcome = 'granted' | 'reduced' | 'login' | Reason;

export interface Metrics {
  exchangeStarted(): void;
  exchangeEnded(outcome: ExchangeOutcome, seconds: number): void;
  tokenRevoked(): void;
  tokenIntrospected(active: boolean): void;
  registryTokenAsked(outcome: RegistryTokenOutcome): void;
  builderCredentialsAsked(outcome: 'granted' | Reason): void;
  /** Exchanges and other writes share commits; how many shared this one. */
  committed(writes: number): void;
}

/** Every series exists from the start, so that the first refusal of a kind shows up as a rate. */
export function createMetrics(register: Registry): Metrics {
  const registers = [register];
  const exchanges = new Counter({
    name: 'dockpass_exchanges_total',
    help: 'Exchanges by what they came to: granted, or the reason of the refusal.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const outcomes = new Map(
    (['granted', ...REASONS] as const).map((outcome) => [outcome, exchanges.labels(outcome)]),
  );
  for (const series of outcomes.values()) series.inc(0);
  const inFlight = new Gauge({
    name: 'dockpass_exchanges_in_flight',
    help: 'Exchanges that are being worked on.',
    registers,
  });
  const duration = new Histogram({
    name: 'dockpass_exchange_duration_seconds',
    help: 'From the request header to the decision, whatever it was.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const revocations = new Counter({
    name: 'dockpass_revocations_total',
    help: 'Tokens that were revoked by whoever held them, or because they leaked.',
    registers,
  });
  const introspections = new Counter({
    name: 'dockpass_introspections_total',
    help: 'Introspections by whether the token was found active.',
    labelNames: ['active'] as const,
    registers,
  });
  const [active, inactive] = [introspections.labels('true'), introspections.labels('false')];
  for (const series of [active, inactive]) series.inc(0);
  const registryTokens = new Counter({
    name: 'dockpass_registry_tokens_total',
    help: 'Requests for registry tokens by what they came to: granted, reduced to less than was asked for, login, or the reason of the refusal.',
    labelNames: ['outcome'] as const,
    registers,
  });
  for (const outcome of ['granted', 'reduced', 'login', ...REASONS] as const)
    registryTokens.labels(outcome).inc(0);
  const builderCredentials = new Counter({
    name: 'dockpass_builder_credentials_total',
    help: 'Requests for builder credentials by what they came to: granted, or the reason of the refusal.',
    labelNames: ['outcome'] as const,
    registers,
  });
  for (const outcome of ['granted', ...REASONS] as const) builderCredentials.labels(outcome).inc(0);
  const batches = new Histogram({
    name: 'dockpass_commit_batch_size',
    help: 'Writes that shared one commit of the database.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  return {
    exchangeStarted: () => inFlight.inc(),
    exchangeEnded: (outcome, seconds) => {
      inFlight.dec();
      outcomes.get(outcome)?.inc();
      duration.observe(seconds);
    },
    tokenRevoked: () => revocations.inc(),
    tokenIntrospected: (found) => (found ? active : inactive).inc(),
    registryTokenAsked: (outcome) => registryTokens.labels(outcome).inc(),
    builderCredentialsAsked: (outcome) => builderCredentials.labels(outcome).inc(),
    committed: (writes) => batches.observe(writes),
  };
}

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
