import type { AuditDecision, AuditEvent } from '../../audit/event.ts';

/** What an event must match; null: anything. */
export interface AuditFilter {
  organizationId: string | null;
  /** Of that organization; without one it says nothing. */
  projectId: string | null;
  /** `owner/name`, without regard to ASCII case. */
  repository: string | null;
  runId: string | null;
  decision: AuditDecision | null;
  /** ISO 8601, UTC: `since` ≤ time < `until`. */
  since: string | null;
  until: string | null;
}

export interface AuditRecords {
  append(event: AuditEvent): Promise<void>;
  find(id: string): Promise<AuditEvent | undefined>;
  /** Newest first; `before` is the id of the last one seen. */
  search(
    filter: AuditFilter,
    page: { before: string | null; limit: number },
  ): Promise<AuditEvent[]>;
}
