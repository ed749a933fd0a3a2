import type { Kysely } from 'kysely';
import type { Records } from '../ports/records.ts';
import type { Database } from '../schema.ts';
import { auditRecords } from './audit-search.ts';
import { builderAuthorityRecords, builderRecords } from './builders.ts';
import { ceremonyRecords } from './ceremonies.ts';
import { databaseRecords, type SizeQuery } from './database.ts';
import { deviceAuthorizationRecords } from './device-authorizations.ts';
import { idempotencyKeyRecords } from './idempotency-keys.ts';
import { identityRecords } from './identities.ts';
import { invitationRecords } from './invitations.ts';
import { issuerRecords } from './issuers.ts';
import { oneTimeLinkRecords } from './one-time-links.ts';
import { memberRecords, organizationRecords } from './organizations.ts';
import { passkeyRecords } from './passkeys.ts';
import { projectActivityRecords } from './project-activity.ts';
import { projectRecords } from './projects.ts';
import { registryKeyRecords, registryRecords } from './registries.ts';
import { revocationRecords } from './revocations.ts';
import { sessionRecords } from './sessions.ts';
import { signingKeyRecords } from './signing-keys.ts';
import { projectTokenRecords, tokenRecords, userTokenRecords } from './tokens.ts';
import { relationshipRecords } from './trust-relationships.ts';
import { userRecords } from './users.ts';

/** The records of one transaction. */
export function recordsOf(db: Kysely<Database>, sizeQuery: SizeQuery): Records {
  return {
    database: databaseRecords(db, sizeQuery),
    organizations: organizationRecords(db),
    members: memberRecords(db),
    invitations: invitationRecords(db),
    users: userRecords(db),
    userTokens: userTokenRecords(db),
    projects: projectRecords(db),
    projectActivity: projectActivityRecords(db),
    projectTokens: projectTokenRecords(db),
    relationships: relationshipRecords(db),
    issuers: issuerRecords(db),
    registries: registryRecords(db),
    builders: builderRecords(db),
    builderAuthorities: builderAuthorityRecords(db),
    tokens: tokenRecords(db),
    signingKeys: signingKeyRecords(db),
    registryKeys: registryKeyRecords(db),
    revocations: revocationRecords(db),
    auditEvents: auditRecords(db),
    idempotencyKeys: idempotencyKeyRecords(db),
    sessions: sessionRecords(db),
    passkeys: passkeyRecords(db),
    oneTimeLinks: oneTimeLinkRecords(db),
    identities: identityRecords(db),
    ceremonies: ceremonyRecords(db),
    deviceAuthorizations: deviceAuthorizationRecords(db),
  };
}
