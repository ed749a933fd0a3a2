import type { Page } from './page.ts';

/** How somebody signed in to the console. */
export type SignInMethod = 'passkey' | 'oidc' | 'token' | 'link';

/** Somebody who is signed in to the console. */
export interface SessionRecord {
  id: string;
  userId: string;
  /** Sent along with every form, so that no other site can send one. */
  formKey: string;
  method: SignInMethod;
  /** The user access token that it was begun with, if any; it ends with that. */
  tokenId: string | null;
  clientAddress: string | null;
  /** As the browser named itself. */
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
}

export interface SessionRecords {
  /** Of a user, without those that have expired by `now`. */
  list(userId: string, page: Page, now: number): Promise<SessionRecord[]>;
  find(id: string): Promise<SessionRecord | undefined>;
  /** `hash`: of what the cookie holds. */
  findByHash(hash: Uint8Array): Promise<SessionRecord | undefined>;
  insert(session: SessionRecord & { hash: Uint8Array }): Promise<void>;
  noteSeen(id: string, at: number): Promise<void>;
  remove(id: string): Promise<void>;
  /** Of a user, save one. */
  removeOthers(userId: string, keep: string | null): Promise<void>;
}
