/**
 * What the flows need from a database. Each promise that reports a write resolves only after the
 * write is durable. Times are whole seconds since the epoch.
 */

import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { AuditEvent } from '../audit/event.ts';
import type { Issuer } from '../identity/issuer.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { PolicyPlan } from '../policy/plan.ts';
import type { Grant } from '../trust/grant.ts';
import type { TrustRelationship } from '../trust/relationship.ts';

/** A build token as it is kept: the secret's hash, never the secret. */
export interface StoredToken {
  id: string;
  kind: 'build';
  /** SHA-256 of the whole token, 32 bytes. */
  hash: Uint8Array;
  grants: readonly StoredGrant[];
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
}

export interface StoredGrant {
  projectId: string;
  project: ProjectPath;
  relationshipId: string;
  permissions: readonly Permission[];
}

/** Everything that one successful exchange writes, in one transaction. */
export interface ExchangeRecord {
  /**
   * Burned with the exchange: RFC 7519 section 4.1.7, keyed on both. The issuer is its URL, which
   * stays the same if it is removed and added again.
   */
  replay: { issuer: string; jti: string; keepUntil: number };
  token: {
    id: string;
    hash: Uint8Array;
    createdAt: number;
    expiresAt: number;
    /** `run_id` of the job, for revocation in bulk. */
    runId: string | null;
  };
  grants: readonly Grant[];
  event: AuditEvent;
}

/**
 * - `committed`: the token exists and the jti is burned.
 * - `replayed`: this (issuer, jti) was burned before; nothing was written.
 * - `relationship_changed`: a relationship was removed, updated or pinned to other ids since it was
 *   read; nothing was written.
 */
export type CommitOutcome = 'committed' | 'replayed' | 'relationship_changed';

export interface ExchangeStore {
  /** By exact URL. */
  findIssuer(url: string): Promise<Issuer | undefined>;
  /** Every relationship of this issuer that names the repository (ASCII case-insensitive). */
  findRelationships(issuerId: string, repository: string): Promise<TrustRelationship[]>;
  /** Several calls made meanwhile share one commit; each has its own outcome. */
  commitExchange(record: ExchangeRecord): Promise<CommitOutcome>;
}

export interface TokenStore {
  findToken(hash: Uint8Array): Promise<StoredToken | undefined>;
  /** False if there is no such token or it was revoked before; then nothing is written. */
  revokeToken(hash: Uint8Array, at: number, event: AuditEvent): Promise<boolean>;
}

export interface AuditQuery {
  /** Only events that were written after the one with this id; rejects if there is none. */
  after?: string;
  limit: number;
}

export interface AuditStore {
  /** Shares commits with exchanges. */
  appendEvent(event: AuditEvent): Promise<void>;
  /**
   * In the order in which they were written, which is not that of their ids: those are drawn when a
   * request begins. So what is written after an export comes after all that was in it.
   */
  listEvents(query: AuditQuery): Promise<AuditEvent[]>;
}

/** Issuers, organizations, members, projects and trust relationships as one document. */
export interface PolicyStore {
  readPolicy(): Promise<PolicyDocument>;
  /**
   * Makes the database say what the document says, in one transaction: `plan` compares the stored
   * document with the wanted one; its changes are carried out and recorded as audit events.
   */
  applyPolicy(
    plan: (current: PolicyDocument) => PolicyPlan,
    by: { actor: string; at: number; events: (plan: PolicyPlan) => AuditEvent[] },
  ): Promise<PolicyPlan>;
}

/** A key that signs for the exchange (JWKS of RFC 8414), private part included. */
export interface SigningKey {
  kid: string;
  /** Private JWK as JSON. */
  jwk: string;
  createdAt: number;
  /** Since when it no longer signs; it stays published until `removeAt`. */
  retiredAt: number | null;
  removeAt: number | null;
}

export interface KeyStore {
  listSigningKeys(now: number): Promise<SigningKey[]>;
  /** Adds the key and retires every other one in the same transaction. */
  rotateSigningKey(key: SigningKey, removeOldAt: number, event: AuditEvent): Promise<void>;
}

export interface Store extends ExchangeStore, TokenStore, AuditStore, PolicyStore, KeyStore {
  /** Rejects if the database cannot be used. */
  ping(): Promise<void>;
  /** Deletes at most `limit` expired replay records and tokens of each kind; returns how many. */
  purgeExpired(now: number, limit: number): Promise<number>;
  /** Waits for commits under way, then closes. */
  close(): Promise<void>;
}
