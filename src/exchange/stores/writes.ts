import type { AuditEvent } from '../audit/event.ts';
import type { CommitOutcome, ExchangeRecord } from './port.ts';

/** What is written often enough to share commits. */
export type Write =
  | { kind: 'exchange'; record: ExchangeRecord }
  | { kind: 'revocation'; hash: Uint8Array; at: number; event: AuditEvent }
  | { kind: 'event'; event: AuditEvent };

/** `unchanged`: there was nothing left to revoke, and nothing was written. */
export type WriteOutcome = CommitOutcome | 'unchanged';
