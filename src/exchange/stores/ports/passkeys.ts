import type { Page } from './page.ts';

export interface PasskeyRecord {
  id: string;
  userId: string;
  /** Base64url, as WebAuthn shows it. */
  credentialId: string;
  /** COSE_Key (RFC 9052). */
  publicKey: Uint8Array;
  /** Of the last signature; 0 where the authenticator does not count. */
  counter: number;
  /** How a browser reaches the authenticator, as it said itself. */
  transports: readonly string[];
  /** For people. */
  name: string;
  createdAt: number;
  lastUsedAt: number | null;
}

export interface PasskeyRecords {
  list(userId: string, page: Page): Promise<PasskeyRecord[]>;
  count(userId: string): Promise<number>;
  find(id: string): Promise<PasskeyRecord | undefined>;
  findByCredential(credentialId: string): Promise<PasskeyRecord | undefined>;
  insert(passkey: PasskeyRecord): Promise<void>;
  noteUse(id: string, use: { counter: number; at: number }): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}
