import type { ColumnType, Generated } from 'kysely';
import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Reason } from '../../protocol/reasons.ts';
import type { TokenKind } from '../../protocol/token-kinds.ts';
import type { AuditDecision, AuditScope } from '../audit/event.ts';
import type { Claims, Provider } from '../identity/identity.ts';
import type { SignInMethod } from '../sessions/session.ts';
import type { Role } from '../tokens/roles.ts';
import type { Conditions, Mode } from '../trust/relationship.ts';
import type { Flag, Json } from './columns.ts';

/**
 * The tables as kysely sees them, the same in every database. Ids are UUIDs version 7 as text, times
 * are whole seconds since the epoch, lists and objects are JSON as text.
 */

export interface Database {
  issuers: IssuerTable;
  organizations: OrganizationTable;
  users: UserTable;
  members: MemberTable;
  invitations: InvitationTable;
  projects: ProjectTable;
  trust_relationships: TrustRelationshipTable;
  tokens: TokenTable;
  token_grants: TokenGrantTable;
  user_tokens: UserTokenTable;
  project_tokens: ProjectTokenTable;
  revoked_runs: RevokedRunTable;
  replays: ReplayTable;
  audit_events: AuditEventTable;
  audit_event_scopes: AuditEventScopeTable;
  audit_hours: AuditHourTable;
  audit_retention: AuditRetentionTable;
  idempotency_keys: IdempotencyKeyTable;
  signing_keys: SigningKeyTable;
  registries: RegistryTable;
  registry_keys: RegistryKeyTable;
  builders: BuilderTable;
  builder_authorities: BuilderAuthorityTable;
  sessions: SessionTable;
  passkeys: PasskeyTable;
  identities: IdentityTable;
  one_time_links: OneTimeLinkTable;
  ceremonies: CeremonyTable;
  device_authorizations: DeviceAuthorizationTable;
}

interface IssuerTable {
  id: string;
  url: string;
  provider: Provider;
  /** A switched-off issuer's jobs get no tokens, and those that they have open nothing. */
  enabled: ColumnType<Flag, Flag | undefined>;
  generation: Generated<number>;
  created_at: number;
}

interface OrganizationTable {
  id: string;
  name: string;
  created_at: number;
}

interface UserTable {
  id: string;
  /** Proven to be theirs; else the id once more. */
  email: string;
  /** Instead of `email`, where nobody has proven that it is theirs. */
  claimed_email: ColumnType<string | null, string | null | undefined>;
  /** Of the installation: administers every organization, issuers and users. */
  operator: ColumnType<Flag, Flag | undefined>;
  disabled_at: number | null;
  created_at: number;
}

interface MemberTable {
  organization_id: string;
  user_id: string;
  role: Role;
  created_at: number;
}

/** One for each organization and e-mail address, whether or not a user has that. */
interface InvitationTable {
  id: string;
  organization_id: string;
  email: string;
  role: Role;
  /** As in audit events. */
  invited_by: string;
  created_at: number;
  expires_at: number;
  declined_at: number | null;
}

interface ProjectTable {
  id: string;
  organization_id: string;
  name: string;
  /** Whether static tokens are refused. */
  oidc_only: ColumnType<Flag, Flag | undefined>;
  generation: Generated<number>;
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
  /** Of the conditions, as quotas count them: `weightOf`. */
  weight: Generated<number>;
  permissions: Json<readonly Permission[]>;
  max_lifetime: number | null;
  mode: Mode;
  description: string | null;
  expires_at: number | null;
  created_by: string;
  created_at: number;
  last_used_at: number | null;
  /** Raised by each update of the relationship; neither a pin nor a use is one. */
  revision: number;
  generation: Generated<number>;
}

/** Build tokens. */
interface TokenTable {
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
  /** Of the token that it was exchanged for, if that was one of ours. */
  parent_kind: TokenKind | null;
  parent_id: string | null;
}

/**
 * To revoke every token of an issuer, a project or a trust relationship at once, its `generation` is
 * raised. A grant keeps the sum of the three as it was issued under; each only grows, so the sum is
 * the same exactly as long as all of them are.
 */
interface TokenGrantTable {
  token_id: string;
  project_id: string;
  /** Null for a grant out of another token of ours. */
  relationship_id: string | null;
  permissions: Json<readonly Permission[]>;
  generation: Generated<number>;
}

interface UserTokenTable {
  id: string;
  user_id: string;
  /** SHA-256 of the whole token. */
  hash: Uint8Array;
  description: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}

interface ProjectTokenTable {
  id: string;
  project_id: string;
  /** SHA-256 of the whole token. */
  hash: Uint8Array;
  description: string;
  permissions: Json<readonly Permission[]>;
  /** As in audit events. */
  created_by: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}

/** Runs whose tokens open a project no more, and which get no new ones for it. */
interface RevokedRunTable {
  /** URL. */
  issuer: string;
  run_id: string;
  project_id: string;
  keep_until: number;
}

interface ReplayTable {
  /** Its URL: an issuer that is removed and added again gets another id. */
  issuer: string;
  jti: string;
  keep_until: number;
}

/** Answers to creations, kept so that a request that is sent again creates nothing twice. */
interface IdempotencyKeyTable {
  user_id: string;
  key: string;
  /** SHA-256 of the request, in hexadecimal. */
  fingerprint: string;
  /** Without any secret; null only within the transaction that creates. */
  answer: Json<unknown> | null;
  keep_until: number;
}

interface SigningKeyTable {
  kid: string;
  jwk: string;
  created_at: number;
  retired_at: number | null;
  remove_at: number | null;
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
  scopes: Json<readonly AuditScope[]>;
  projects: Json<readonly ProjectPath[]>;
  permissions: Json<readonly Permission[]>;
  relationships: Json<readonly string[]>;
  would_grant: Json<readonly string[]>;
  token_hash_prefix: string | null;
  client_address: string | null;
  detail: Json<unknown>;
  /** From the claims, to search by; `repositoryKey` has folded it. */
  repository_key: string | null;
  run_id: string | null;
}

/** The scopes of the events, to search by. */
export interface AuditEventScopeTable {
  organization_id: string;
  seq: number;
  /** Empty if the event is about the organization itself. */
  project_id: string;
  /** These three as in the event. */
  decision: AuditDecision;
  repository_key: string | null;
  run_id: string | null;
}

/** Written by a trigger. */
interface AuditHourTable {
  /** How the times of its events begin: `2027-01-31T18`. */
  hour: string;
  /** Of its events no other has a smaller or a larger `seq`; some between them may be of other hours. */
  first_seq: number;
  last_seq: number;
}

/** One row, once events have been removed. */
interface AuditRetentionTable {
  id: 1;
  /** As `time` of the events: all before it were removed, or are being removed. */
  removed_before: string;
}

/** Container registries, for which registry tokens are issued. */
interface RegistryTable {
  id: string;
  /** Its `service`. */
  name: string;
  hosts: Json<readonly string[]>;
  created_at: number;
}

interface RegistryKeyTable {
  id: string;
  kind: 'root' | 'leaf';
  /** Of a leaf: the root that vouches for it. */
  issuer_id: string | null;
  jwk: string;
  certificate: string;
  created_at: number;
  expires_at: number;
}

/** Where a project's builder is. */
interface BuilderTable {
  project_id: string;
  endpoint: string;
  server_name: string;
  server_ca: string;
  created_at: number;
}

/** Keys that vouch for the clients of a project's builder; the oldest signs. */
interface BuilderAuthorityTable {
  /** RFC 7638 thumbprint. */
  id: string;
  project_id: string;
  jwk: string;
  certificate: string;
  created_at: number;
  expires_at: number;
}

/** Of the console. */
interface SessionTable {
  id: string;
  user_id: string;
  /** SHA-256 of what the cookie holds. */
  hash: Uint8Array;
  /** Sent along with every form, so that no other site can send one. */
  form_key: string;
  method: SignInMethod;
  /** The user access token that it was begun with, if any; it ends with that. */
  token_id: string | null;
  client_address: string | null;
  user_agent: string;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
}

interface PasskeyTable {
  id: string;
  user_id: string;
  /** Base64url, as WebAuthn shows it. */
  credential_id: string;
  /** COSE_Key (RFC 9052). */
  public_key: Uint8Array;
  counter: number;
  transports: Json<readonly string[]>;
  name: string;
  created_at: number;
  last_used_at: number | null;
}

/** A user's account at the OIDC provider that people sign in with. */
interface IdentityTable {
  id: string;
  issuer: string;
  subject: string;
  user_id: string;
  created_at: number;
  last_used_at: number | null;
}

interface OneTimeLinkTable {
  id: string;
  kind: 'first_operator' | 'invitation';
  /** SHA-256 of the secret in the link. */
  hash: Uint8Array;
  invitation_id: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** A sign-in under way. */
interface CeremonyTable {
  /** SHA-256 of the secret in the cookie or the form that belongs to it. */
  hash: Uint8Array;
  kind: string;
  data: Json<unknown>;
  expires_at: number;
}

/** RFC 8628. */
interface DeviceAuthorizationTable {
  id: string;
  device_code_hash: Uint8Array;
  user_code: string;
  /** What the client says of itself. */
  client_name: string;
  client_address: string | null;
  /** Who decided. */
  user_id: string | null;
  decision: 'approved' | 'denied' | null;
  token_expires_at: number | null;
  /** In which they did. */
  session_id: string | null;
  polled_at: number | null;
  created_at: number;
  expires_at: number;
}
