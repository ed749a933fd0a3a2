import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../system/clock.ts';
import type { FetchJson, FetchLimits } from '../system/fetch.ts';
import type { Log } from '../system/log.ts';

const MINUTE = 60_000;

/** Milliseconds for which keys are used without asking again. */
const FRESH = 15 * MINUTE;

/**
 * Between two requests for the keys: a flood of reports with invented key names asks no oftener.
 * GitHub answers 60 unauthenticated requests an hour.
 */
const COOLDOWN = 2 * MINUTE;

/** Keys older than this are not used, even if no others can be had. */
const MAX_STALE = 24 * 60 * MINUTE;

export const SCANNER_FETCH_LIMITS: FetchLimits = { maxBytes: 64 * 1024, timeoutMs: 5000 };

/** https://api.github.com/meta/public_keys/secret_scanning */
const PUBLISHED = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })).max(100),
});

/** The public keys of whoever scans for leaked tokens. */
export interface ScannerKeys {
  /** Undefined if none of that name is published. Rejects with an Error if that cannot be said. */
  find(identifier: string): Promise<KeyObject | undefined>;
}

interface ScannerKeysDeps {
  /** DOCKPASS_SECRET_SCANNING_KEYS_URL. */
  url: string;
  fetchJson: FetchJson;
  clock: Clock;
  log: Log;
}

/** Fetched when first needed, and again when they are old or lack the one that is asked for. */
export function createScannerKeys({ url, fetchJson, clock, log }: ScannerKeysDeps): ScannerKeys {
  let held: { keys: ReadonlyMap<string, KeyObject>; fetchedAt: number } | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let flight: Promise<void> | undefined;
  let failed = false;

  /** A time that lies ahead was noted before the clock was set back: long ago. */
  function since(time = Number.NEGATIVE_INFINITY): number {
    const elapsed = clock() - time;
    return elapsed < 0 ? Number.POSITIVE_INFINITY : elapsed;
  }

  async function refresh(): Promise<void> {
    askedAt = clock();
    try {
      held = { keys: readKeys((await fetchJson(url)).json), fetchedAt: askedAt };
      failed = false;
    } catch (error) {
      failed = true;
      log.warn({ err: error }, 'the keys of secret scanning cannot be had');
    }
  }

  return {
    async find(identifier) {
      const isKnown = since(held?.fetchedAt) < FRESH && held?.keys.has(identifier);
      const asks = !isKnown && since(askedAt) >= COOLDOWN;
      if (asks)
        flight = refresh().finally(() => {
          flight = undefined;
        });
      await flight;
      const usable = since(held?.fetchedAt) < MAX_STALE ? held?.keys : undefined;
      const key = usable?.get(identifier);
      // A key may have been published since they were last asked for.
      if (!key && (!asks || failed || !usable))
        throw new Error('the keys of secret scanning are missing');
      return key;
    },
  };
}

/**
 * `ECDSA-NIST-P256V1-SHA256`: over the body as it was sent, the signature in DER and base64. Any other
 * text in its place is a signature that does not hold.
 */
export function isSignedBy(key: KeyObject, body: string, signature: string): boolean {
  return verify('sha256', Buffer.from(body), key, Buffer.from(signature, 'base64'));
}

/** What is none of the kind that the signatures are made with is left out. */
function readKeys(published: unknown): Map<string, KeyObject> {
  const document = PUBLISHED.safeParse(published);
  if (!document.success) throw new Error('what is published there is not a list of keys');
  const keys = new Map<string, KeyObject>();
  for (const { key_identifier, key } of document.data.public_keys) {
    const imported = importKey(key);
    if (imported) keys.set(key_identifier, imported);
  }
  return keys;
}

function importKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}
