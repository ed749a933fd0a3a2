/** A link that lets somebody in once. */
export interface OneTimeLinkRecord {
  id: string;
  kind: OneTimeLinkKind;
  /** SHA-256 of the secret in it. */
  hash: Uint8Array;
  /** What it belongs to, which may be gone. */
  invitationId: string | null;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
}

type OneTimeLinkKind = 'first_operator' | 'invitation';

export interface OneTimeLinkRecords {
  /** Used and expired ones, too, for some time. */
  findByHash(kind: OneTimeLinkKind, hash: Uint8Array): Promise<OneTimeLinkRecord | undefined>;
  /** Takes the place of all others of its kind that are for the same and were not used. */
  replace(link: Omit<OneTimeLinkRecord, 'usedAt'>): Promise<void>;
  noteUse(id: string, at: number): Promise<void>;
}
