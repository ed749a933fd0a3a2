/**
 * The tables as kysely sees them, the same in every database. Ids are UUIDs version 7 as text, times
 * are whole seconds since the epoch, lists and objects are JSON as text.
 */

import type { Generated } from 'kysely';
import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Reason } from '../../protocol/reasons.ts';
import type { AuditDecision } from '../audit/event.ts';
import type { Claims } from '../identity/identity.ts';
import type { Provider } from '../identity/issuer.ts';
import type { Role } from '../policy/document.ts';
import type { Conditions, Mode } from '../trust/relationship.ts';
import type { Json } from './columns.ts';

export interface Database {
  issuers: IssuerTable;
  organizations: OrganizationTable;
  users: UserTable;
  members: MemberTable;
  projects: ProjectTable;
  trust_relationships: TrustRelationshipTable;
  tokens: TokenTable;
  token_grants: TokenGrantTable;
  replays: ReplayTable;
  audit_events: AuditEventTable;
  signing_keys: SigningKeyTable;
}

export interface IssuerTable {
  id: string;
  url: string;
  provider: Provider;
  created_at: number;
}

export interface OrganizationTable {
  id: string;
  name: string;
  created_at: number;
}

export interface UserTable {
  id: string;
  email: string;
  created_at: number;
}

export interface MemberTable {
  organization_id: string;
  user_id: string;
  role: Role;
  created_at: number;
}

export interface ProjectTable {
  id: string;
  organization_id: string;
  name: string;
  created_at: number;
}

export interface TrustRelationshipTable {
  id: string;
  project_id: string;
  issuer_id: string;
  repository: string;
  /** `repository` with ASCII capitals folded by `repositoryKey`. */
  repository_key: string;
  repository_id: string | null;
  repository_owner_id: string | null;
  conditions: Json<Conditions>;
  permissions: Json<readonly Permission[]>;
  max_lifetime: number | null;
  mode: Mode;
  description: string | null;
  expires_at: number | null;
  created_by: string;
  created_at: number;
  last_used_at: number | null;
  /** Raised by each update of the rule; neither a pin nor a use is one. */
  revision: number;
}

export interface TokenTable {
  id: string;
  kind: 'build';
  /** SHA-256 of the whole token. */
  hash: Uint8Array;
  /** URL of the issuer of the ID token that was exchanged. */
  issuer: string | null;
  /** `run_id` of the job; unique per issuer. */
  run_id: string | null;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}

export interface TokenGrantTable {
  token_id: string;
  project_id: string;
  relationship_id: string | null;
  permissions: Json<readonly Permission[]>;
}

export interface ReplayTable {
  /** Its URL: an issuer that is removed and added again gets another id. */
  issuer: string;
  jti: string;
  keep_until: number;
}

export interface AuditEventTable {
  /** Order of insertion. */
  seq: Generated<number>;
  id: string;
  /** ISO 8601 with milliseconds, UTC. */
  time: string;
  action: string;
  decision: AuditDecision;
  reason: Reason | null;
  actor: string | null;
  issuer: string | null;
  claims: Json<Claims> | null;
  projects: Json<readonly ProjectPath[]>;
  permissions: Json<readonly Permission[]>;
  relationships: Json<readonly string[]>;
  would_grant: Json<readonly string[]>;
  token_hash_prefix: string | null;
  client_address: string | null;
  detail: Json<unknown>;
}

export interface SigningKeyTable {
  kid: string;
  jwk: string;
  created_at: number;
  retired_at: number | null;
  remove_at: number | null;
}
