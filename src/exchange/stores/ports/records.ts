import type { BuilderAuthorityRecords, BuilderRecords } from '../../builders/builder-store.ts';
import type { RegistryKeyRecords } from '../../registry/registry-store.ts';
import type { SigningKeyRecords } from '../../signing/keys.ts';
import type { TokenRecords } from '../../tokens/token-store.ts';
import type { AuditRecords } from './audit-events.ts';
import type { CeremonyRecords } from './ceremonies.ts';
import type { DatabaseRecords } from './database.ts';
import type { DeviceAuthorizationRecords } from './device-authorizations.ts';
import type { IdempotencyKeyRecords } from './idempotency-keys.ts';
import type { IdentityRecords } from './identities.ts';
import type { InvitationRecords } from './invitations.ts';
import type { IssuerRecords } from './issuers.ts';
import type { OneTimeLinkRecords } from './one-time-links.ts';
import type { MemberRecords, OrganizationRecords } from './organizations.ts';
import type { PasskeyRecords } from './passkeys.ts';
import type { ProjectActivityRecords } from './project-activity.ts';
import type { ProjectRecords } from './projects.ts';
import type { RegistryRecords } from './registries.ts';
import type { RevocationRecords } from './revocations.ts';
import type { SessionRecords } from './sessions.ts';
import type { ProjectTokenRecords, UserTokenRecords } from './tokens.ts';
import type { RelationshipRecords } from './trust-relationships.ts';
import type { UserRecords } from './users.ts';

/** What administrators read and change, as seen from within one transaction. */
export interface Records {
  database: DatabaseRecords;
  organizations: OrganizationRecords;
  members: MemberRecords;
  invitations: InvitationRecords;
  users: UserRecords;
  userTokens: UserTokenRecords;
  projects: ProjectRecords;
  projectActivity: ProjectActivityRecords;
  projectTokens: ProjectTokenRecords;
  relationships: RelationshipRecords;
  issuers: IssuerRecords;
  registries: RegistryRecords;
  builders: BuilderRecords;
  builderAuthorities: BuilderAuthorityRecords;
  tokens: TokenRecords;
  signingKeys: SigningKeyRecords;
  registryKeys: RegistryKeyRecords;
  revocations: RevocationRecords;
  auditEvents: AuditRecords;
  idempotencyKeys: IdempotencyKeyRecords;
  sessions: SessionRecords;
  passkeys: PasskeyRecords;
  oneTimeLinks: OneTimeLinkRecords;
  identities: IdentityRecords;
  ceremonies: CeremonyRecords;
  deviceAuthorizations: DeviceAuthorizationRecords;
}

/** A name or URL that another took in the meantime; the transaction was rolled back. */
export class UniqueViolation extends Error {
  override readonly name = 'UniqueViolation';
}

export interface RecordStore {
  /** `work` sees one state of the database and changes nothing. */
  read<Result>(work: (records: Records) => Promise<Result>): Promise<Result>;
  /**
   * All of `work` or nothing of it; durable once it resolves. Serializable: `work` may be run anew
   * if another transaction came in between, so it must do nothing but use `records`. Rejects with
   * `UniqueViolation` if what it inserts or renames exists already.
   */
  change<Result>(work: (records: Records) => Promise<Result>): Promise<Result>;
}
