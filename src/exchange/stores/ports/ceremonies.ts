/** A sign-in under way, whose answer may arrive at another replica. */
export interface CeremonyRecord {
  /** SHA-256 of the secret in the cookie or the form that belongs to it. */
  hash: Uint8Array;
  /** What it is for: nobody continues with the one what was begun with the other. */
  kind: CeremonyKind;
  /** What was asked; whoever began it knows its shape. Kept as JSON. */
  data: unknown;
  expiresAt: number;
}

export type CeremonyKind = 'oidc' | 'oidc_link' | 'passkey_create' | 'passkey_sign_in';

export interface CeremonyRecords {
  insert(ceremony: CeremonyRecord): Promise<void>;
  /** Its data, once: whoever comes with the same secret again, or after `expiresAt`, gets undefined. */
  take(kind: CeremonyKind, hash: Uint8Array, now: number): Promise<{ data: unknown } | undefined>;
}
