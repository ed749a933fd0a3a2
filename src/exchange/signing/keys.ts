import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { draftEvent } from '../audit/audited.ts';
import type { AuditEvent } from '../audit/event.ts';
import { type Clock, epochSeconds, formatTime } from '../system/clock.ts';
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
  /**
   * Adds the key and retires every other one in the same transaction: what is private in it is gone,
   * and it stays published until `removeOldAt`, or for as long as an earlier rotation said if that is
   * shorter.
   */
  rotateSigningKey(key: SigningKey, removeOldAt: number, event: AuditEvent): Promise<void>;
}

/** The same within one transaction. */
export interface SigningKeyRecords {
  /** Newest first, without those whose removal is due. */
  list(now: number): Promise<SigningKey[]>;
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

interface Rotation {
  key: SigningKey;
  /** Every older key, and until when it stays published: seconds since the epoch. */
  old: readonly { kid: string; publishedUntil: number }[];
}

/**
 * A new key signs from now on. Those before it sign no more, and stay published for `keepFor` seconds
 * at most: what an earlier rotation left for longer may be in wrong hands as well.
 */
export async function rotateSigningKey(
  deps: SigningKeyDeps,
  actor: string,
  keepFor: number = PUBLISHED_AFTER_RETIREMENT,
): Promise<Rotation> {
  const now = epochSeconds(deps.clock);
  const stored = await deps.store.listSigningKeys(now);
  const key = await createSigningKey(now);
  const latest = now + keepFor;
  const old = stored.map(({ kid, removeAt }) => ({
    kid,
    publishedUntil: Math.min(removeAt ?? latest, latest),
  }));
  await deps.store.rotateSigningKey(key, latest, {
    ...draftEvent(deps, 'signing_key.rotate', { clientAddress: null }),
    decision: 'changed',
    actor,
    detail: {
      before: { kids: old.map(({ kid }) => kid) },
      after: {
        kid: key.kid,
        old: old.map(({ kid, publishedUntil }) => ({
          kid,
          published_until: formatTime(publishedUntil),
        })),
      },
    },
  });
  return { key, old };
}

/** Its `kid` is the RFC 7638 thumbprint, so that no two keys share one. */
export async function createSigningKey(createdAt: number): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, jwk: JSON.stringify(jwk), createdAt, retiredAt: null, removeAt: null };
}
