import type { SessionRecord } from '../../sessions/session.ts';
import type { Page } from './page.ts';

export interface SessionRecords {
  /** Of a user, without those that have ended by `now`: by themselves, or with their token. */
  list(userId: string, page: Page, now: number): Promise<SessionRecord[]>;
  find(id: string): Promise<SessionRecord | undefined>;
  /** `hash`: of what the cookie holds. */
  findByHash(hash: Uint8Array): Promise<SessionRecord | undefined>;
  insert(session: SessionRecord & { hash: Uint8Array }): Promise<void>;
  noteSeen(id: string, at: number): Promise<void>;
  remove(id: string): Promise<void>;
  /** Of a user, save so many that were used last. */
  removeOldest(userId: string, keep: number): Promise<void>;
  /** Of a user, save one. */
  removeOthers(userId: string, keep: string | null): Promise<void>;
}
