import type { AuditDecision, AuditEvent } from './event.ts';

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

/** Every event matches. */
export const EVERYTHING: AuditFilter = {
  organizationId: null,
  projectId: null,
  repository: null,
  runId: null,
  decision: null,
  since: null,
  until: null,
};

export interface AuditQuery {
  /**
   * Only events that were written after the one with this id; rejects with `NoSuchPlace` if there is none.
   * After one that was removed because of its age: all that are left.
   */
  after?: string;
  limit: number;
  /** Left out: all of them. */
  filter?: AuditFilter;
}

export interface AuditStore {
  /** Shares commits with exchanges. */
  appendEvent(event: AuditEvent): Promise<void>;
  /**
   * In the order in which they were written, which is not that of their ids: those are drawn when a
   * request begins. So what is written after an export comes after all that was in it. Fewer than `limit` if
   * they are large, and none only if there are none.
   */
  listEvents(query: AuditQuery): Promise<AuditEvent[]>;
}

/** There is no event of this id among those that are searched, and none was removed. */
export class NoSuchPlace extends Error {
  override readonly name = 'NoSuchPlace';
}
