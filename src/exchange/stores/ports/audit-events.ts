import type { AuditFilter } from '../../audit/audit-store.ts';
import type { AuditEvent } from '../../audit/event.ts';

/** What a search has found, and where it goes on. */
export interface EventPage {
  events: AuditEvent[];
  /**
   * Id of the last event that was looked at; null: there are no more. It may come with fewer events than
   * were asked for, or none: a page is bounded by what is looked at and by bytes, too.
   */
  next: string | null;
}

export interface AuditRecords {
  append(event: AuditEvent): Promise<void>;
  /** Any number of them in this order, by few statements. */
  appendAll(events: readonly AuditEvent[]): Promise<void>;
  find(id: string): Promise<AuditEvent | undefined>;
  /**
   * Newest first; `before` is `next` of the page before. Rejects with `NoSuchPlace` if there is no such
   * event among those of the organization; one that was removed because of its age is the end.
   */
  search(filter: AuditFilter, page: { before: string | null; limit: number }): Promise<EventPage>;
  /**
   * In the order in which they were written, `after` the event with this id: what is written later comes
   * after all of them. After one that was removed because of its age: all that are left.
   */
  export(filter: AuditFilter, page: { after: string | null; limit: number }): Promise<EventPage>;
}
