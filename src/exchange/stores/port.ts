/**
 * What the flows need from a database. Each promise that reports a write resolves only after the
 * write is durable. Times are whole seconds since the epoch.
 */

import type { AuditStore } from '../audit/audit-store.ts';
import type { BuilderStore } from '../builders/builder-store.ts';
import type { RegistryStore } from '../registry/registry-store.ts';
import type { KeyStore } from '../signing/keys.ts';
import type { TokenStore } from '../tokens/token-store.ts';
import type { ExchangeStore } from './ports/exchanges.ts';
import type { RecordStore } from './ports/records.ts';

export interface Store
  extends ExchangeStore,
    TokenStore,
    AuditStore,
    KeyStore,
    RegistryStore,
    BuilderStore,
    RecordStore {
  /**
   * Rejects if the database cannot be used. What is only pretended succeeds where there is no room for a
   * commit: it commits something, with whatever else is on its way, unless somebody just has.
   */
  ping(): Promise<void>;
  /** Deletes at most `limit` rows of each kind whose time is over; returns how many. */
  purgeExpired(now: number, limit: number): Promise<number>;
  /**
   * Removes at most `limit` audit events of before the hour in which `before` is (ISO 8601, UTC), those first
   * that were written first; returns how many.
   */
  purgeEvents(before: string, limit: number): Promise<number>;
  /** Waits for commits under way, then closes. */
  close(): Promise<void>;
}
