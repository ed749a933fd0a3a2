import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { TokenKind } from '../../protocol/token-kinds.ts';
import type { AuditEvent } from '../audit/event.ts';
import type { MintedToken } from './build-token.ts';
import type { Role } from './roles.ts';

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
  user: {
    id: string;
    email: string;
    emailProven: boolean;
    operator: boolean;
    disabledAt: number | null;
  };
  memberships: readonly Membership[];
}

interface Membership {
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
  token: MintedToken & { parent: { kind: TokenKind; id: string } };
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

/** Tokens of every kind, within one transaction. */
export interface TokenRecords {
  find(kind: TokenKind, hash: Uint8Array): Promise<StoredToken | undefined>;
  findById(kind: TokenKind, id: string): Promise<StoredToken | undefined>;
  revokeBuildToken(id: string, at: number): Promise<void>;
}
