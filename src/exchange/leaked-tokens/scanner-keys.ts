import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { type KeyAges, PublishedKeys } from '../identity/published-keys.ts';
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

/** A report can wait for fresh keys: nobody's build does. */
const AGES: KeyAges = {
  maxAge: 0,
  maxStale: 24 * 60 * MINUTE,
  unknownKeyCooldown: COOLDOWN,
  backoff: () => COOLDOWN,
  maxBackoff: COOLDOWN,
};

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
  const published = new PublishedKeys({
    fetchKeySet: async () => ({ keys: readKeys((await fetchJson(url)).json), freshFor: FRESH }),
    ages: AGES,
    clock,
    onFailure: (_, err) => log.warn({ err }, 'the keys of secret scanning cannot be had'),
  });
  return {
    async find(identifier) {
      const found = await published.find(identifier);
      if (found.key || found.retryAfter === null) return found.key;
      // It may have been published since they were last asked for.
      throw new Error(`the keys of secret scanning are asked for again in ${found.retryAfter} s`);
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
