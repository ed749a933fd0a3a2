import type { Identity, Issuer } from '../../../src/exchange/identity/identity.ts';
import { createKeySets } from '../../../src/exchange/identity/key-sets.ts';
import { createVerifier } from '../../../src/exchange/identity/verify.ts';
import { Refusal } from '../../../src/exchange/refusal.ts';
import { createFetchJson, type FetchLimits } from '../../../src/exchange/system/fetch.ts';
import type { Claims } from '../../support/github-claims.ts';
import {
  type GitHubIssuer,
  ISSUER_ROUTES,
  startGitHubIssuer,
} from '../../support/github-issuer.ts';
import type { SigningKey } from '../../support/jws.ts';

/** The public URL of the installation under test. */
export const AUDIENCE = 'https://dockpass.example.com';

interface VerificationOptions {
  keys?: SigningKey[];
  /** Seconds that the issuer lets its key set be cached. */
  maxAge?: number;
  /** Appended to the issuer's URL where the operator registers it. */
  registeredSuffix?: string;
}

/** A signing issuer that listens, a verifier that trusts it, and one clock for both. */
export interface Verification {
  issuer: GitHubIssuer;
  /** As the operator has registered it. */
  registered: Issuer;
  /** An ID token of the issuer for us, with claims and header members changed at will. */
  sign(changes?: Claims, header?: Claims): string;
  verify(token: string): Promise<Identity>;
  /** Moves the clock by seconds, back if negative. */
  pass(seconds: number): void;
  /** Seconds since the epoch. */
  now(): number;
  /** Of the verifier's fetches; generous until a test makes the issuer slow on purpose. */
  limits: FetchLimits;
  /** How often the key set has been fetched. */
  fetches(): number;
  /** Lines that the key sets have logged. */
  log: { fields: object; message: string }[];
  close(): Promise<void>;
}

export async function startVerification(options: VerificationOptions = {}): Promise<Verification> {
  let now = Date.now();
  const clock = () => now;
  const { registeredSuffix = '', ...issuerOptions } = options;
  const limits: FetchLimits = { maxBytes: 64 * 1024, timeoutMs: 20_000 };
  const issuer = await startGitHubIssuer({ ...issuerOptions, clock });
  const log: Verification['log'] = [];
  const write = (fields: object, message: string) => void log.push({ fields, message });
  const registered: Issuer = {
    id: '1',
    url: issuer.url + registeredSuffix,
    provider: 'github',
    enabled: true,
  };
  const verifier = createVerifier({
    issuers: () => [
      { findIssuer: async (url) => (url === registered.url ? registered : undefined) },
    ],
    keySets: createKeySets({
      fetchJson: createFetchJson(limits),
      clock,
      log: { debug: write, info: write, warn: write, error: write },
    }),
    audience: AUDIENCE,
    clock,
  });
  return {
    issuer,
    registered,
    sign: (changes, header) => issuer.sign(AUDIENCE, changes, header),
    verify: (token) => verifier.verify(token),
    pass: (seconds) => {
      now += seconds * 1000;
    },
    now: () => Math.floor(now / 1000),
    limits,
    fetches: () => issuer.requestsTo(ISSUER_ROUTES.jwks).length,
    log,
    close: issuer.close,
  };
}

/** The refusal that a verification ends with; anything else fails the test. */
export async function refusalOf(verification: Promise<unknown>): Promise<Refusal> {
  try {
    await verification;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('The token was accepted.');
}

export async function reasonOf(verification: Promise<unknown>): Promise<string> {
  return (await refusalOf(verification)).reason;
}
