import type { Clock } from '../system/clock.ts';

/** All that somebody publishes at one moment, by name. */
export interface KeySet<Key> {
  keys: ReadonlyMap<string, Key>;
  /** Milliseconds for which they are used as they are. */
  freshFor: number;
}

/** How old keys may grow, and how often they are asked for. Milliseconds. */
export interface KeyAges {
  /** Where nobody was asked for this long, new keys are waited for: a retired key dies with it. */
  maxAge: number;
  /** Keys older than this are not used, even if no others can be had. */
  maxStale: number;
  /** Between two fetches for keys that we do not know: a flood of invented ones costs no more. */
  unknownKeyCooldown: number;
  /** How long to ask for nothing after `failures` failed fetches in a row; `maxBackoff` at most. */
  backoff(failures: number): number;
  maxBackoff: number;
}

interface PublishedKeysOptions<Key> {
  /** Rejects with an Error whose message says what is wrong with what is published. */
  fetchKeySet(): Promise<KeySet<Key>>;
  ages: KeyAges;
  clock: Clock;
  /** Told of each fetch that failed, and of how many in a row have. */
  onFailure(failures: number, cause: unknown): void;
}

export type FoundKey<Key> =
  | { key: Key }
  | {
      key: undefined;
      /** The names of all keys that are published. */
      published: readonly string[];
      /** Seconds until they are asked for again; null: they were asked for this. */
      retryAfter: number | null;
    };

/** What is held of somebody's keys, for people to look at. Times are milliseconds since the epoch. */
export interface HeldKeys {
  /** When they were fetched; null: never. */
  fetchedAt: number | null;
  /** Until when they are used as they are; null: there are none. */
  freshUntil: number | null;
  /** Their names. */
  names: readonly string[];
  /** Failed fetches in a row since. */
  failures: number;
}

/** No keys can be had, which says nothing of the one that was looked for. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
  /** Seconds. */
  readonly retryAfter: number;

  constructor(wait: number, cause?: unknown) {
    super('The keys cannot be had', { cause });
    this.retryAfter = Math.ceil(wait / 1000);
  }
}

interface HeldKeySet<Key> extends KeySet<Key> {
  fetchedAt: number;
  /** Its number, in the order in which fetches began. */
  fetch: number;
}

/**
 * Keys that somebody else publishes, kept between look-ups.
 *
 * Fresh keys are used as they are. Older ones are used while new ones are fetched, unless nobody was
 * asked for `maxAge`: then the new ones are waited for. If they cannot be had, the old keys serve on
 * until `maxStale`.
 */
export class PublishedKeys<Key> {
  readonly #options: PublishedKeysOptions<Key>;
  #held: HeldKeySet<Key> | undefined;
  /** How many fetches have begun. */
  #fetches = 0;
  /** When they were last asked for, whatever was answered. */
  #askedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #retryAt = Number.NEGATIVE_INFINITY;
  /** The one fetch under way; everybody who needs keys meanwhile waits for it. */
  #flight: Promise<HeldKeySet<Key>> | undefined;

  constructor(options: PublishedKeysOptions<Key>) {
    this.#options = options;
  }

  get held(): HeldKeys {
    const held = this.#held;
    return {
      fetchedAt: held?.fetchedAt ?? null,
      freshUntil: held ? held.fetchedAt + held.freshFor : null,
      names: [...(held?.keys.keys() ?? [])],
      failures: this.#failures,
    };
  }

  /** Rejects with `KeysUnavailable` if there are none to look at. */
  async find(name: string): Promise<FoundKey<Key>> {
    const fetches = this.#fetches;
    const held = await this.#current();
    const latest = held.keys.has(name) || this.#isCooling() ? held : await this.#refresh();
    const key = latest.keys.get(name);
    if (key !== undefined) return { key };
    const wasAsked = latest.fetch > fetches;
    return {
      key: undefined,
      published: [...latest.keys.keys()],
      retryAfter: wasAsked ? null : this.#cooldownLeft(latest),
    };
  }

  async #current(): Promise<HeldKeySet<Key>> {
    const held = this.#held;
    const { maxAge, maxStale } = this.#options.ages;
    const age = this.#since(held?.fetchedAt);
    if (!held || age >= maxStale) return this.#refresh();
    if (age < held.freshFor) return held;
    const refreshed = this.#refresh().catch(() => held);
    return this.#since(this.#askedAt) < maxAge ? held : refreshed;
  }

  #isCooling(): boolean {
    return this.#since(this.#held?.fetchedAt) < this.#options.ages.unknownKeyCooldown;
  }

  #cooldownLeft({ fetchedAt }: HeldKeySet<Key>): number {
    const wait = this.#options.ages.unknownKeyCooldown - this.#since(fetchedAt);
    return Math.ceil(Math.max(wait, 1) / 1000);
  }

  async #refresh(): Promise<HeldKeySet<Key>> {
    if (this.#flight) return this.#flight;
    const { ages, clock } = this.#options;
    const wait = this.#retryAt - clock();
    if (wait > 0 && wait <= ages.maxBackoff) throw new KeysUnavailable(wait);
    this.#flight = this.#fetch().finally(() => {
      this.#flight = undefined;
    });
    return this.#flight;
  }

  async #fetch(): Promise<HeldKeySet<Key>> {
    const { clock, fetchKeySet } = this.#options;
    const fetchedAt = clock();
    const fetch = ++this.#fetches;
    try {
      this.#held = { ...(await fetchKeySet()), fetchedAt, fetch };
      this.#failures = 0;
      return this.#held;
    } catch (cause) {
      throw this.#failed(cause);
    } finally {
      // Not before: whoever has to wait for new keys must not be served while others wait.
      this.#askedAt = clock();
    }
  }

  #failed(cause: unknown): KeysUnavailable {
    const { ages, clock, onFailure } = this.#options;
    this.#failures += 1;
    const wait = ages.backoff(this.#failures);
    this.#retryAt = clock() + wait;
    onFailure(this.#failures, cause);
    return new KeysUnavailable(wait, cause);
  }

  /** Milliseconds. A time that lies ahead was noted before the clock was set back: long ago. */
  #since(time: number | undefined): number {
    const elapsed = this.#options.clock() - (time ?? Number.NEGATIVE_INFINITY);
    return elapsed < 0 ? Number.POSITIVE_INFINITY : elapsed;
  }
}
