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
  #held: (KeySet & { fetchedAt: number }) | undefined;
  /** When the issuer was last asked, whatever it answered. */
  #askedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #retryAt = Number.NEGATIVE_INFINITY;
  /** The one fetch under way; everybody who needs keys meanwhile waits for it. */
  #flight: Promise<KeySet> | undefined;

  constructor(issuer: string, algorithm: string, deps: KeySetDeps) {
    this.#issuer = issuer;
    this.#algorithm = algorithm;
    this.#deps = deps;
  }

  /** Throws `unknown_key`, or `issuer_unavailable` if the issuer had to be asked and cannot be. */
  async find(kid: string): Promise<CryptoKey> {
    const held = await this.#current();
    const key = held.keys.get(kid) ?? (await this.#findNew(kid));
    if (key) return key;
    throw new Refusal(
      'unknown_key',
      `The ID token names key ${quote(kid)}, which ${this.#issuer} does not publish; request a fresh token, and check that it comes from this issuer.`,
      { detail: { published: [...(this.#held ?? held).keys.keys()] } },
    );
  }

  async #current(): Promise<KeySet> {
    const held = this.#held;
    const age = this.#since(held?.fetchedAt);
    if (!held || age >= MAX_STALE) return this.#refresh();
    if (age < held.freshFor) return held;
    const refreshed = this.#refresh().catch(() => held);
    return this.#since(this.#askedAt) < MAX_AGE ? held : refreshed;
  }

  /** A key that the issuer has begun to use since we last asked. */
  async #findNew(kid: string): Promise<CryptoKey | undefined> {
    if (this.#since(this.#held?.fetchedAt) < UNKNOWN_KEY_COOLDOWN) return undefined;
    return (await this.#refresh()).keys.get(kid);
  }

  async #refresh(): Promise<KeySet> {
    if (this.#flight) return this.#flight;
    const wait = this.#retryAt - this.#deps.clock();
    if (wait > 0 && wait <= MAX_BACKOFF) throw this.#unavailable(wait);
    this.#flight = this.#fetch().finally(() => {
      this.#flight = undefined;
    });
    return this.#flight;
  }

  async #fetch(): Promise<KeySet> {
    const { clock, fetchJson } = this.#deps;
    const fetchedAt = clock();
    try {
      const set = await fetchKeySet(this.#issuer, this.#algorithm, fetchJson);
      this.#held = { ...set, fetchedAt };
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
