/** The part of the port that builder credentials need. */

import type { BuilderAuthorityRecord, BuilderRecord } from '../builders/builder-store.ts';

/** Where a project's builder is, and who signs the certificates of its clients. */
export interface Builder extends Omit<BuilderRecord, 'createdAt'> {
  /** The oldest that has not expired; null: it is to be made. */
  authority: BuilderAuthorityRecord | null;
}

export interface BuilderStore {
  /** In one query; undefined if the project has no builder settings. */
  findBuilder(projectId: string, now: number): Promise<Builder | undefined>;
}
