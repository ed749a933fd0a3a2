import type { RelationshipUsage } from '../../policy/quotas.ts';
import type { TrustRelationship } from '../../trust/relationship.ts';
import type { Page } from './page.ts';

/** With the URL of its issuer. */
export type RelationshipRecord = Omit<TrustRelationship, 'generation'> & { issuer: string };

/** What an update may change; ids are null where they are to be pinned at the next use. */
export type RelationshipChange = Pick<
  RelationshipRecord,
  | 'issuerId'
  | 'repository'
  | 'repositoryId'
  | 'repositoryOwnerId'
  | 'conditions'
  | 'permissions'
  | 'maxLifetime'
  | 'mode'
  | 'description'
  | 'expiresAt'
>;

export type NewRelationship = RelationshipChange &
  Pick<RelationshipRecord, 'id' | 'projectId' | 'createdBy' | 'createdAt'>;

/** Where a relationship is, or is to be. */
export interface RelationshipPlace {
  organizationId: string;
  projectId: string;
  repository: string;
}

export interface RelationshipRecords {
  list(projectId: string, page: Page): Promise<RelationshipRecord[]>;
  /** Of all projects of an organization. `search`: in the name of repository or project; null: all. */
  listOfOrganization(
    organizationId: string,
    search: string | null,
    page: Page,
  ): Promise<RelationshipRecord[]>;
  /** Of every project. */
  all(): Promise<RelationshipRecord[]>;
  find(id: string): Promise<RelationshipRecord | undefined>;
  /**
   * Those of this issuer that have a say in what jobs of the repository are answered when they ask
   * for the project, as far as its organization may know: its projects' that name the repository;
   * and some of the project's that name another, for whoever misspelt it.
   */
  listConcerned(asked: {
    issuerId: string;
    repository: string;
    projectId: string;
    organizationId: string;
  }): Promise<RelationshipRecord[]>;
  usage(asked: RelationshipPlace): Promise<RelationshipUsage>;
  insert(relationship: NewRelationship): Promise<void>;
  /** Any number of them, by few statements. */
  insertAll(relationships: readonly NewRelationship[]): Promise<void>;
  /**
   * Raises the revision, so that exchanges under way match anew. What was issued under it lives on,
   * unless it goes to another issuer.
   */
  update(id: string, relationship: RelationshipChange): Promise<void>;
  /** What was issued under it opens nothing any more. */
  remove(id: string): Promise<void>;
}
