import type { Page } from './page.ts';

export interface UserRecord {
  id: string;
  /** In lower case. */
  email: string;
  operator: boolean;
  /** Since when nothing of this user's works; null: everything does. */
  disabledAt: number | null;
  createdAt: number;
}

export interface UserRecords {
  list(page: Page): Promise<UserRecord[]>;
  find(id: string): Promise<UserRecord | undefined>;
  findByEmail(email: string): Promise<UserRecord | undefined>;
  /** Without those who are disabled. */
  countOperators(): Promise<number>;
  /** The one who was made first. */
  findDisabledOperator(): Promise<UserRecord | undefined>;
  insert(user: UserRecord): Promise<void>;
  update(id: string, change: Pick<UserRecord, 'operator' | 'disabledAt'>): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface UserTokenRecord {
  id: string;
  userId: string;
  description: string;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  lastUsedAt: number | null;
}

export interface UserTokenRecords {
  list(userId: string, page: Page): Promise<UserTokenRecord[]>;
  /** Those that are not revoked; the expired count. */
  countUnrevoked(userId: string): Promise<number>;
  find(id: string): Promise<UserTokenRecord | undefined>;
  insert(token: UserTokenRecord & { hash: Uint8Array }): Promise<void>;
  rename(id: string, description: string): Promise<void>;
  revoke(id: string, at: number): Promise<void>;
}
