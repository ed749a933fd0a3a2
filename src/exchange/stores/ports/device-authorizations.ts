/** A device, such as a command line, that asks for a token of whoever approves it (RFC 8628). */
export interface DeviceAuthorizationRecord {
  id: string;
  /** Eight letters, without the hyphen between them. */
  userCode: string;
  /** What the client says of itself. */
  clientName: string;
  clientAddress: string | null;
  /** Null: nobody has decided. */
  decided: DeviceDecision | null;
  /** When the client has asked for its token. */
  polledAt: number | null;
  createdAt: number;
  expiresAt: number;
}

export interface DeviceDecision {
  userId: string;
  /** In which they did: what was approved by a thief ends with it. */
  sessionId: string;
  decision: 'approved' | 'denied';
  /** Of the token that the device gets. */
  tokenExpiresAt: number | null;
}

/** Those that have expired are found, too, for some time. */
export interface DeviceAuthorizationRecords {
  /** Without those that have expired by `now`. */
  count(now: number): Promise<number>;
  findByDeviceCode(hash: Uint8Array): Promise<DeviceAuthorizationRecord | undefined>;
  findByUserCode(userCode: string): Promise<DeviceAuthorizationRecord | undefined>;
  insert(
    asked: Omit<DeviceAuthorizationRecord, 'decided' | 'polledAt'> & { deviceCodeHash: Uint8Array },
  ): Promise<void>;
  notePoll(id: string, at: number): Promise<void>;
  decide(id: string, decided: DeviceDecision): Promise<void>;
  remove(id: string): Promise<void>;
}
