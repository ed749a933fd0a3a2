import type { Page } from './page.ts';

/** A user's account at an OIDC provider that people sign in with. */
export interface IdentityRecord {
  id: string;
  /** URL of the provider; with `subject` it is one account, whatever e-mail address that shows. */
  issuer: string;
  subject: string;
  userId: string;
  createdAt: number;
  lastUsedAt: number | null;
}

export interface IdentityRecords {
  list(userId: string, page: Page): Promise<IdentityRecord[]>;
  find(id: string): Promise<IdentityRecord | undefined>;
  findBySubject(issuer: string, subject: string): Promise<IdentityRecord | undefined>;
  insert(identity: IdentityRecord): Promise<void>;
  noteUse(id: string, at: number): Promise<void>;
  remove(id: string): Promise<void>;
}
