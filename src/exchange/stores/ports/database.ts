/** The database itself, for operators to look at. */
export interface DatabaseRecords {
  /** Those that its schema is made of, the oldest first; `appliedAt` is ISO 8601, UTC. */
  migrations(): Promise<{ name: string; appliedAt: string }[]>;
  /** Bytes that all of it takes, indexes included. */
  size(): Promise<number>;
}
