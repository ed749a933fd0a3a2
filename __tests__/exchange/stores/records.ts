import { randomBytes } from 'node:crypto';
import type { AuditEvent } from '../../../src/exchange/audit/event.ts';
import { GITHUB_ISSUER } from '../../../src/exchange/identity/identity.ts';
import type { ExchangeRecord } from '../../../src/exchange/stores/ports/exchanges.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import type { Grant, TrustRelationship } from '../../../src/exchange/trust/relationship.ts';

/** Seconds since the epoch at which every test begins. */
export const NOW = 1_800_000_000;

export const newId = () => systemRandom.id();

export const newHash = (): Uint8Array => randomBytes(32);

export function auditEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: newId(),
    time: '2027-01-15T08:00:00.000Z',
    action: 'exchange',
    decision: 'granted',
    reason: null,
    actor: null,
    issuer: null,
    claims: null,
    scopes: [],
    projects: [],
    permissions: [],
    relationships: [],
    wouldGrant: [],
    tokenHashPrefix: null,
    clientAddress: null,
    detail: null,
    ...changes,
  };
}

/** The ids of acme/web. */
export const PINS: Grant['ids'] = { repositoryId: '260064828', repositoryOwnerId: '1342004' };

/** A grant of everything that the relationship permits. */
export function grantOf(relationship: TrustRelationship, ids = PINS): Grant {
  return {
    projectId: relationship.projectId,
    organizationId: relationship.organizationId,
    project: relationship.project,
    relationshipId: relationship.id,
    revision: relationship.revision,
    generation: relationship.generation,
    permissions: [...relationship.permissions],
    maxLifetime: relationship.maxLifetime,
    ids,
    pins: relationship.repositoryId === null || relationship.repositoryOwnerId === null,
  };
}

export interface RecordChanges {
  /** URL. */
  issuer?: string;
  jti?: string;
  keepUntil?: number;
  hash?: Uint8Array;
  createdAt?: number;
  expiresAt?: number;
  runId?: string | null;
  event?: AuditEvent;
}

/** An exchange that nothing speaks against: fresh jti, fresh token. */
export function exchangeRecord(
  grants: readonly Grant[],
  changes: RecordChanges = {},
): ExchangeRecord {
  return {
    replay: {
      issuer: changes.issuer ?? GITHUB_ISSUER,
      jti: changes.jti ?? newId(),
      keepUntil: changes.keepUntil ?? NOW + 400,
    },
    token: {
      id: newId(),
      hash: changes.hash ?? newHash(),
      createdAt: changes.createdAt ?? NOW,
      expiresAt: changes.expiresAt ?? NOW + 3600,
      runId: changes.runId ?? '4711',
    },
    grants,
    recalledAsOf: null,
    event: changes.event ?? auditEvent(),
  };
}
