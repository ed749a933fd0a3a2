import type { Page } from './page.ts';

export interface UserRecord {
  id: string;
  /** In lower case. */
  email: string;
  /**
   * False: they came through the link of an invitation to it, which whoever had invited them could have opened
   * as well. Others may have the same address then.
   */
  emailProven: boolean;
  operator: boolean;
  /** Since when nothing of this user's works; null: everything does. */
  disabledAt: number | null;
  createdAt: number;
}

export interface UserRecords {
  list(page: Page): Promise<UserRecord[]>;
  all(): Promise<UserRecord[]>;
  find(id: string): Promise<UserRecord | undefined>;
  /** Whose it is proven to be. */
  findByEmail(email: string): Promise<UserRecord | undefined>;
  /** Without those who are disabled. */
  countOperators(): Promise<number>;
  /** The one who was made first. */
  findDisabledOperator(): Promise<UserRecord | undefined>;
  insert(user: UserRecord): Promise<void>;
  update(id: string, change: Pick<UserRecord, 'operator' | 'disabledAt'>): Promise<void>;
  /** Makes an address theirs that they had only claimed. */
  proveEmail(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}
