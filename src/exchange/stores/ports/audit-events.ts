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

/** What a search has found, and where it goes on. */
export interface EventPage {
  events: AuditEvent[];
  /**
   * Id of the last event that was looked at; null: there are no more. It may come with fewer events than
   * were asked for, or none: a page is bounded by what is looked at and by bytes, too.
   */
  next: string | null;
}

/** There is no event of this id among those that are searched, and none was removed. */
export class NoSuchPlace extends Error {
  override readonly name = 'NoSuchPlace';
}

export interface AuditRecords {
  append(event: AuditEvent): Promise<void>;
  find(id: string): Promise<AuditEvent | undefined>;
  /**
   * Newest first; `before` is `next` of the page before. Rejects with `NoSuchPlace` if there is no such
   * event among those of the organization; one that was removed because of its age is the end.
   */
  search(filter: AuditFilter, page: { before: string | null; limit: number }): Promise<EventPage>;
}
