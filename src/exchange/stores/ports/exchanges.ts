/** The part of the port that an exchange needs. */

import type { ProjectPath } from '../../../protocol/projects.ts';
import type { AuditEvent } from '../../audit/event.ts';
import type { Issuer } from '../../identity/issuer.ts';
import type { MintedToken } from '../../tokens/build-token.ts';
import type { Grant, TrustRelationship } from '../../trust/relationship.ts';

interface RecalledRelationships {
  relationships: readonly TrustRelationship[];
  /** The state of the database that they were read from. */
  asOf: number;
}

export interface ExchangeStore {
  /** By exact URL. */
  findIssuer(url: string): Promise<Issuer | undefined>;
  /**
   * Every relationship of the issuer with this URL and of these projects that names the repository (ASCII
   * case-insensitive); none if the issuer is switched off. Without projects: of all. What other projects
   * have costs nothing.
   */
  findRelationships(
    issuer: string,
    repository: string,
    projects?: readonly ProjectPath[] | null,
  ): Promise<TrustRelationship[]>;
  /**
   * Whether any project has a relationship that means this very repository, by its name and the ids that
   * are pinned. It takes the same time whatever there is.
   */
  isTrusted(issuer: string, job: { repository: string } & Grant['ids']): Promise<boolean>;
  /** Whether there is more than one organization: then jobs name their projects. */
  isShared(): Promise<boolean>;
  /**
   * What these have found before, if it is remembered; of issuers, those that are switched on. It may
   * have changed since: a grant may rest on it, as `commitExchange` compares, a refusal may not.
   */
  recallIssuer(url: string): Issuer | undefined;
  recallRelationships(
    issuer: string,
    repository: string,
    projects?: readonly ProjectPath[] | null,
  ): RecalledRelationships | undefined;
  /** Undefined unless it was false, and then as of the same state as the relationships. */
  recallIsShared(): false | undefined;
  /** Several calls made meanwhile share one commit; each has its own outcome. */
  commitExchange(record: ExchangeRecord): Promise<CommitOutcome>;
  /**
   * One transaction in which nobody else changes a rule: what `work` finds still stands when it commits.
   * Everybody's commits wait for it. Nothing is written if `work` rejects.
   */
  holdRules<Result>(
    work: (
      held: Pick<ExchangeStore, 'findRelationships' | 'isShared' | 'commitExchange'>,
    ) => Promise<Result>,
  ): Promise<Result>;
}

/** Everything that one successful exchange writes, in one transaction. */
export interface ExchangeRecord {
  /**
   * Burned with the exchange: RFC 7519 section 4.1.7, keyed on both. The issuer is its URL, which
   * stays the same if it is removed and added again.
   */
  replay: { issuer: string; jti: string; keepUntil: number };
  /** `runId`: of the job, for revocation in bulk. */
  token: MintedToken & { runId: string | null };
  grants: readonly Grant[];
  /** Null: the grants rest on what was found, not on what was recalled. */
  recalledAsOf: number | null;
  event: AuditEvent;
}

/**
 * - `committed`: the token exists and the jti is burned.
 * - `replayed`: this (issuer, jti) was burned before; nothing was written.
 * - `run_revoked`: the job's run gets no more tokens for one of the projects; nothing was written.
 * - `relationship_changed`: a relationship was removed, updated, revoked or pinned to other ids since
 *   it was read, or was recalled and another process has written since; nothing was written.
 */
export type CommitOutcome = 'committed' | 'replayed' | 'run_revoked' | 'relationship_changed';
