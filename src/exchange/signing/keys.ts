import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { draftEvent } from '../audit/audited.ts';
import type { AuditEvent } from '../audit/event.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { Random } from '../system/random.ts';

export const SIGNING_ALGORITHM = 'ES256';

/** How long a retired key stays published, so that what it signed can still be verified. Seconds. */
export const PUBLISHED_AFTER_RETIREMENT = 30 * 86_400;

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
}

/** The same within one transaction. */
export interface SigningKeyRecords {
  /** Newest first, without those whose removal is due. */
  list(now: number): Promise<SigningKey[]>;
  /**
   * Adds the key and retires every other one: what is private in it is gone, and it stays published
   * until `removeOldAt`, or for as long as an earlier rotation said if that is shorter.
   */
  rotate(key: SigningKey, removeOldAt: number): Promise<void>;
}

interface SigningKeyDeps {
  store: KeyStore;
  clock: Clock;
  random: Random;
}

/**
 * Makes the first key of a new installation; does nothing in one that has a key. Of replicas that
 * start at once, one makes it.
 */
export async function ensureSigningKey(deps: SigningKeyDeps): Promise<void> {
  const now = epochSeconds(deps.clock);
  const keys = await deps.store.listSigningKeys(now);
  if (keys.some((key) => key.retiredAt === null)) return;
  const key = await createSigningKey(now);
  await deps.store.addFirstSigningKey(key, {
    ...draftEvent(deps, 'signing_key.rotate', { clientAddress: null }),
    decision: 'changed',
    actor: 'exchange',
    detail: { before: { kids: [] }, after: { kid: key.kid } },
  });
}

/** Its `kid` is the RFC 7638 thumbprint, so that no two keys share one. */
export async function createSigningKey(createdAt: number): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, jwk: JSON.stringify(jwk), createdAt, retiredAt: null, removeAt: null };
}
