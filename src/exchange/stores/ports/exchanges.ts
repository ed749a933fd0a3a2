/** The part of the port that an exchange needs. */

import type { ProjectPath } from '../../../protocol/projects.ts';
import type { AuditEvent } from '../../audit/event.ts';
import type { Issuer } from '../../identity/identity.ts';
import type { MintedToken } from '../../tokens/build-token.ts';
import type { Grant, TrustRelationship } from '../../trust/relationship.ts';

/**
 * What an exchange is decided by: what was recalled, what is stored at this moment, or what is held until it
 * commits.
 */
export interface Rules {
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
  ): Promise<readonly TrustRelationship[]>;
  /** Whether there is more than one organization: then jobs name their projects. */
  isShared(): Promise<boolean>;
  /**
   * Only of rules that were recalled, and may have changed since: the state of the database that they were
   * read from. A grant may rest on them, as `commitExchange` compares it; a refusal may not.
   */
  readonly asOf?: number;
}

/** The rules themselves are those that are stored. */
export interface ExchangeStore extends Rules {
  /**
   * Whether any project has a relationship that means this very repository, by its name and the ids that
   * are pinned. It takes the same time whatever there is.
   */
  isTrusted(issuer: string, job: { repository: string } & Grant['ids']): Promise<boolean>;
  /**
   * What was found before, as far as it is remembered: issuers that are switched on, relationships, and that
   * there is one organization only. All else is refused. Undefined while nothing can be remembered.
   */
  recallRules(): Rules | undefined;
  /** Several calls made meanwhile share one commit; each has its own outcome. */
  commitExchange(record: ExchangeRecord): Promise<CommitOutcome>;
  /**
   * One transaction in which nobody else changes a rule: what `work` finds still stands when it commits.
   * Everybody's commits wait for it. Nothing is written if `work` rejects.
   */
  holdRules<Result>(
    work: (held: Rules & Pick<ExchangeStore, 'commitExchange'>) => Promise<Result>,
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
