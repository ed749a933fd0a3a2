/**
 * A part of a list. Entries come in the order of their ids, which is that of their creation, so that
 * what is added or removed meanwhile neither repeats nor hides another entry.
 */
export interface Page {
  /** Id of the last entry seen; null: from the beginning. */
  after: string | null;
  limit: number;
}
