interface IdempotencyKeyRecord {
  userId: string;
  key: string;
  /** SHA-256 of the request, in hexadecimal. */
  fingerprint: string;
  /** What was answered, without any secret. */
  answer: unknown;
}

export interface IdempotencyKeyRecords {
  /**
   * Takes the key for this transaction; of two that take it at once, the second waits for the
   * first. Returns what is there already, or undefined if it is ours now.
   */
  take(
    entry: Omit<IdempotencyKeyRecord, 'answer'>,
    keepUntil: number,
  ): Promise<IdempotencyKeyRecord | undefined>;
  /** What a repetition will be answered with. */
  remember(userId: string, key: string, answer: unknown): Promise<void>;
}
