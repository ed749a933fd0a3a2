/**
 * What the flows need from a database. Each promise that reports a write resolves only after the
 * write is durable. Times are whole seconds since the epoch.
 */

import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { AuditEvent, AuditScope } from '../audit/event.ts';
import type { PolicyDocument, Role } from '../policy/document.ts';
import type { PolicyPlan } from '../policy/plan.ts';
import type { TokenKind } from '../tokens/secret.ts';
import type { BuilderStore } from './builder-port.ts';
import type { ExchangeStore } from './ports/exchanges.ts';
import type { AuditFilter } from './ports/audit-events.ts';
import type { RecordStore } from './ports/records.ts';
import type { RegistryStore } from '../registry/registry-store.ts';

/** Tokens as they are kept: the secret's hash, never the secret. */
export interface StoredTokens {
  build: StoredBuildToken;
  project: StoredProjectToken;
  user: StoredUserToken;
}

export type StoredToken = StoredTokens[TokenKind];

interface StoredTokenBase {
  id: string;
  /** SHA-256 of the whole token, 32 bytes. */
  hash: Uint8Array;
  createdAt: number;
  revokedAt: number | null;
}

export interface StoredBuildToken extends StoredTokenBase {
  kind: 'build';
  /** Those that no revocation in bulk has taken away. */
  grants: readonly StoredGrant[];
  expiresAt: number;
  /** The token of ours that it was exchanged for; null if that was an ID token. */
  parent: { kind: TokenKind; id: string } | null;
}

export interface StoredGrant {
  projectId: string;
  organizationId: string;
  project: ProjectPath;
  /** Null if the token was exchanged for another one of ours. */
  relationshipId: string | null;
  permissions: readonly Permission[];
}

interface StaticToken extends StoredTokenBase {
  /** Null: never. */
  expiresAt: number | null;
  lastUsedAt: number | null;
}

export interface StoredProjectToken extends StaticToken {
  kind: 'project';
  projectId: string;
  organizationId: string;
  project: ProjectPath;
  permissions: readonly Permission[];
  /** Whether the project refuses static tokens. */
  oidcOnly: boolean;
}

export interface StoredUserToken extends StaticToken {
  kind: 'user';
  user: { id: string; email: string; operator: boolean; disabledAt: number | null };
  memberships: readonly Membership[];
}

export interface Membership {
  organizationId: string;
  role: Role;
}

/** A project as far as tokens are concerned. */
export interface ProjectReference {
  projectId: string;
  organizationId: string;
  project: ProjectPath;
  oidcOnly: boolean;
}

/** A build token that is exchanged for another token of ours, and what it writes. */
export interface NarrowingRecord {
  token: {
    id: string;
    hash: Uint8Array;
    createdAt: number;
    expiresAt: number;
    parent: { kind: TokenKind; id: string };
  };
  grants: readonly { projectId: string; permissions: readonly Permission[] }[];
  event: AuditEvent;
}

export interface TokenStore {
  findToken<Kind extends TokenKind>(
    kind: Kind,
    hash: Uint8Array,
  ): Promise<StoredTokens[Kind] | undefined>;
  /** The same by id, for the token that another was exchanged for. */
  findTokenById<Kind extends TokenKind>(
    kind: Kind,
    id: string,
  ): Promise<StoredTokens[Kind] | undefined>;
  /**
   * Projects of these organizations, or of any if that is null; `only`: no others than these. In the
   * order of their names.
   */
  findProjects(
    organizationIds: readonly string[] | null,
    only: readonly ProjectPath[] | null,
  ): Promise<ProjectReference[]>;
  /** Rejects if one of the projects is gone; then nothing is written. */
  commitNarrowing(record: NarrowingRecord): Promise<void>;
  /** False if there is no such token or it was revoked before; then nothing is written. */
  revokeToken(kind: TokenKind, hash: Uint8Array, at: number, event: AuditEvent): Promise<boolean>;
  /** Notes when a static token was used last; shares commits with exchanges. */
  noteUse(kind: 'user' | 'project', id: string, at: number): Promise<void>;
}

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

/** Issuers, organizations, members, projects and trust relationships as one document. */
export interface PolicyStore {
  readPolicy(): Promise<PolicyDocument>;
  /**
   * Makes the database say what the document says, in one transaction: `plan` compares the stored
   * document with the wanted one; its changes are carried out and recorded as audit events, each with
   * the scopes that the change in its place was found to have.
   */
  applyPolicy(
    plan: (current: PolicyDocument) => PolicyPlan,
    by: {
      actor: string;
      at: number;
      events: (plan: PolicyPlan, scopes: readonly (readonly AuditScope[])[]) => AuditEvent[];
    },
  ): Promise<PolicyPlan>;
}

/** A key that signs for the exchange (JWKS of RFC 8414), private part included. */
export interface SigningKey {
  kid: string;
  /** JWK as JSON; of a retired key, the public part. */
  jwk: string;
  createdAt: number;
  /** Since when it no longer signs; it stays published until `removeAt`. */
  retiredAt: number | null;
  removeAt: number | null;
}

export interface KeyStore {
  listSigningKeys(now: number): Promise<SigningKey[]>;
  /** Adds the key unless one signs already; whether it was added. */
  addFirstSigningKey(key: SigningKey, event: AuditEvent): Promise<boolean>;
  /**
   * Adds the key and retires every other one in the same transaction: what is private in it is gone,
   * and it stays published until `removeOldAt`, or for as long as an earlier rotation said if that is
   * shorter.
   */
  rotateSigningKey(key: SigningKey, removeOldAt: number, event: AuditEvent): Promise<void>;
}

export interface Store
  extends ExchangeStore,
    TokenStore,
    AuditStore,
    PolicyStore,
    KeyStore,
    RegistryStore,
    BuilderStore,
    RecordStore {
  /**
   * Rejects if the database cannot be used. What is only pretended succeeds where there is no room for a
   * commit: it commits something, with whatever else is on its way, unless somebody just has.
   */
  ping(): Promise<void>;
  /** Deletes at most `limit` rows of each kind whose time is over; returns how many. */
  purgeExpired(now: number, limit: number): Promise<number>;
  /**
   * Removes at most `limit` audit events of before the hour in which `before` is (ISO 8601, UTC), those first
   * that were written first; returns how many.
   */
  purgeEvents(before: string, limit: number): Promise<number>;
  /** Waits for commits under way, then closes. */
  close(): Promise<void>;
}
