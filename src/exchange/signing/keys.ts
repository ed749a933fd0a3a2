import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { draftEvent } from '../audit/audited.ts';
import type { KeyStore, SigningKey } from '../stores/port.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { Random } from '../system/random.ts';

export const SIGNING_ALGORITHM = 'ES256';

/** How long a retired key stays published, so that what it signed can still be verified. Seconds. */
export const PUBLISHED_AFTER_RETIREMENT = 30 * 86_400;

export interface SigningKeyDeps {
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

export interface Rotation {
  key: SigningKey;
  /** Keys that signed until now. */
  retired: readonly string[];
  /** Until when they stay published: seconds since the epoch. */
  publishedUntil: number;
}

/**
 * A new key signs from now on. Those before it sign no more, and stay published for `keepFor`
 * seconds.
 */
export async function rotateSigningKey(
  deps: SigningKeyDeps,
  actor: string,
  keepFor: number = PUBLISHED_AFTER_RETIREMENT,
): Promise<Rotation> {
  const now = epochSeconds(deps.clock);
  const stored = await deps.store.listSigningKeys(now);
  const retired = stored.filter(({ retiredAt }) => retiredAt === null).map(({ kid }) => kid);
  const key = await createSigningKey(now);
  const publishedUntil = now + keepFor;
  await deps.store.rotateSigningKey(key, publishedUntil, {
    ...draftEvent(deps, 'signing_key.rotate', { clientAddress: null }),
    decision: 'changed',
    actor,
    detail: {
      before: { kids: retired },
      after: { kid: key.kid, oldKeysPublishedUntil: publishedUntil },
    },
  });
  return { key, retired, publishedUntil };
}

/** Its `kid` is the RFC 7638 thumbprint, so that no two keys share one. */
async function createSigningKey(createdAt: number): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, jwk: JSON.stringify(jwk), createdAt, retiredAt: null, removeAt: null };
}
