import type { CryptoKey } from 'jose';
import { Refusal } from '../refusal.ts';
import type { Clock } from '../system/clock.ts';
import type { FetchJson } from '../system/fetch.ts';
import type { Log } from '../system/log.ts';
import { fetchKeySet, type KeySet } from './key-set.ts';
import { backoff, MAX_AGE, MAX_BACKOFF, MAX_STALE, UNKNOWN_KEY_COOLDOWN } from './key-set-ages.ts';
import { quote } from './quote.ts';

export interface KeySetDeps {
  fetchJson: FetchJson;
  clock: Clock;
  log: Log;
}

interface HeldKeySet extends KeySet {
  fetchedAt: number;
  /** Its number, in the order in which fetches began. */
  fetch: number;
}

/**
 * The keys of one issuer, kept between verifications.
 *
 * Fresh keys are used as they are. Older ones are used while new ones are fetched, unless the issuer
 * was not asked for MAX_AGE: then it is waited for, so that a retired key dies. If it cannot be
 * reached the old keys serve on until MAX_STALE.
 */
export class IssuerKeys {
  readonly #issuer: string;
  readonly #algorithm: string;
  readonly #deps: KeySetDeps;
  #held: HeldKeySet | undefined;
  /** How many fetches have begun. */
  #fetches = 0;
  /** When the issuer was last asked, whatever it answered. */
  #askedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #retryAt = Number.NEGATIVE_INFINITY;
  /** The one fetch under way; everybody who needs keys meanwhile waits for it. */
  #flight: Promise<HeldKeySet> | undefined;

  constructor(issuer: string, algorithm: string, deps: KeySetDeps) {
    this.#issuer = issuer;
    this.#algorithm = algorithm;
    this.#deps = deps;
  }

  /**
   * Throws `unknown_key` if the issuer, asked for this, does not publish the key, and `issuer_unavailable` if
   * it cannot be asked, or not yet.
   */
  async find(kid: string): Promise<CryptoKey> {
    const fetches = this.#fetches;
    const held = await this.#current();
    const latest = held.keys.has(kid) || this.#isCooling() ? held : await this.#refresh();
    const key = latest.keys.get(kid);
    if (key) return key;
    throw latest.fetch > fetches ? this.#unknown(kid, latest) : this.#notYetKnown(kid, latest);
  }

  async #current(): Promise<HeldKeySet> {
    const held = this.#held;
    const age = this.#since(held?.fetchedAt);
    if (!held || age >= MAX_STALE) return this.#refresh();
    if (age < held.freshFor) return held;
    const refreshed = this.#refresh().catch(() => held);
    return this.#since(this.#askedAt) < MAX_AGE ? held : refreshed;
  }

  #isCooling(): boolean {
    return this.#since(this.#held?.fetchedAt) < UNKNOWN_KEY_COOLDOWN;
  }

  async #refresh(): Promise<HeldKeySet> {
    if (this.#flight) return this.#flight;
    const wait = this.#retryAt - this.#deps.clock();
    if (wait > 0 && wait <= MAX_BACKOFF) throw this.#unavailable(wait);
    this.#flight = this.#fetch().finally(() => {
      this.#flight = undefined;
    });
    return this.#flight;
  }

  async #fetch(): Promise<HeldKeySet> {
    const { clock, fetchJson } = this.#deps;
    const fetchedAt = clock();
    const fetch = ++this.#fetches;
    try {
      const set = await fetchKeySet(this.#issuer, this.#algorithm, fetchJson);
      this.#held = { ...set, fetchedAt, fetch };
      this.#failures = 0;
      return this.#held;
    } catch (cause) {
      throw this.#failed(cause);
    } finally {
      // Not before: whoever has to wait for the issuer must not be served while others wait.
      this.#askedAt = clock();
    }
  }

  #failed(cause: unknown): Refusal {
    this.#failures += 1;
    const wait = backoff(this.#failures);
    this.#retryAt = this.#deps.clock() + wait;
    const fields = { issuer: this.#issuer, failures: this.#failures, err: cause };
    this.#deps.log.warn(fields, 'keys of an issuer cannot be had');
    return this.#unavailable(wait, cause);
  }

  #unknown(kid: string, { keys }: HeldKeySet): Refusal {
    return new Refusal(
      'unknown_key',
      `The ID token names key ${quote(kid)}, which ${this.#issuer} does not publish; request a fresh token, and check that it comes from this issuer.`,
      { detail: { published: [...keys.keys()] } },
    );
  }

  /** The issuer may have begun to use the key since it was last asked. */
  #notYetKnown(kid: string, { keys, fetchedAt }: HeldKeySet): Refusal {
    const wait = Math.max(UNKNOWN_KEY_COOLDOWN - this.#since(fetchedAt), 1);
    const retryAfter = Math.ceil(wait / 1000);
    return new Refusal(
      'issuer_unavailable',
      `The ID token names key ${quote(kid)}, which ${this.#issuer} did not publish when it was last asked; if the key is new, try again in ${retryAfter} s, when the issuer is asked again.`,
      { retryAfter, detail: { published: [...keys.keys()] } },
    );
  }

  #unavailable(wait: number, cause?: unknown): Refusal {
    const retryAfter = Math.ceil(wait / 1000);
    return new Refusal(
      'issuer_unavailable',
      `The signing keys of ${this.#issuer} cannot be had at the moment, which says nothing about this job; try again in ${retryAfter} s.`,
      { retryAfter, cause, detail: cause instanceof Error ? cause.message : undefined },
    );
  }

  /** Milliseconds. A time that lies ahead was noted before the clock was set back: long ago. */
  #since(time: number | undefined): number {
    const elapsed = this.#deps.clock() - (time ?? Number.NEGATIVE_INFINITY);
    return elapsed < 0 ? Number.POSITIVE_INFINITY : elapsed;
  }
}
