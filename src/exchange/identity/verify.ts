import { Refusal, tryInTurn } from '../refusal.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import { readClaims, requireClaims } from './claims.ts';
import type { Identity, Issuer } from './identity.ts';
import type { KeySets } from './key-sets.ts';
import { PROVIDER_RULES } from './providers.ts';
import { quote } from './quote.ts';
import { readTimes, requireTimely } from './token-times.ts';
import { type SignedPayload, UnverifiedToken } from './unverified-token.ts';

/** Where issuers are looked for. */
interface Issuers {
  /** By exact URL, among those that the operator has registered. */
  findIssuer(url: string): Promise<Issuer | undefined>;
}

interface VerifierDeps {
  /** In turn: a refusal by what was found in one of them rests on the next. */
  issuers: () => readonly Issuers[];
  keySets: Pick<KeySets, 'findKey'>;
  /** The only audience that we are: DOCKPASS_URL. */
  audience: string;
  clock: Clock;
}

export interface Verifier {
  /**
   * The job that an ID token in compact serialization belongs to. Rejects with a Refusal:
   * `malformed_token`, `unknown_issuer`, `issuer_disabled`, `unknown_key`, `issuer_unavailable`,
   * `bad_signature`, `missing_claim`, `wrong_audience`, `expired`, `not_yet_valid`. Whether the token was used before
   * is not judged here: the transaction that mints does that.
   */
  verify(compact: string): Promise<Identity>;
}

export function createVerifier({ issuers, ...deps }: VerifierDeps): Verifier {
  return {
    async verify(compact) {
      const token = UnverifiedToken.parse(compact);
      const { iss } = token;
      return await tryInTurn(issuers(), async (known) =>
        identify(deps, token, requireUsable(iss, await known.findIssuer(iss))),
      );
    },
  };
}

async function identify(
  { keySets, audience, clock }: Pick<VerifierDeps, 'keySets' | 'audience' | 'clock'>,
  token: UnverifiedToken,
  issuer: Issuer,
): Promise<Identity> {
  const { algorithm, claims: table } = PROVIDER_RULES[issuer.provider];
  const payload = await token.verifySignature(algorithm, (kid) => keySets.findKey(issuer, kid));
  requireClaims(table, payload);
  requireAudience(payload, audience);
  const claims = readClaims(table, payload);
  const times = readTimes(payload);
  requireTimely(times, epochSeconds(clock), payload);
  const { issuedAt, expiresAt } = times;
  return { issuer, jti: String(claims.jti), issuedAt, expiresAt, claims };
}

/** `issuer`: what is stored for an `iss`. Throws a Refusal: `unknown_issuer`, `issuer_disabled`. */
export function requireUsable(iss: string, issuer: Issuer | undefined): Issuer {
  return requireEnabled(requireRegistered(iss, issuer));
}

/** Byte for byte, and here once more: a database may compare without regard to case. */
function requireRegistered(iss: string, issuer: Issuer | undefined): Issuer {
  if (issuer?.url === iss) return issuer;
  throw new Refusal(
    'unknown_issuer',
    `Issuer ${quote(iss)} is not registered with this exchange; an operator can register it, exactly so written.`,
    { claims: ['iss'] },
  );
}

/** Before anything is fetched: it is switched off because it is not to be trusted. */
function requireEnabled(issuer: Issuer): Issuer {
  if (issuer.enabled) return issuer;
  throw issuerDisabled(issuer);
}

export function issuerDisabled(issuer: Issuer): Refusal {
  return new Refusal(
    'issuer_disabled',
    `Issuer ${quote(issuer.url)} is switched off at this exchange, and its jobs get no tokens; ask its operator when that will end.`,
    { claims: ['iss'] },
  );
}

/** One string: a token that is good for two services can be stolen by one and used at the other. */
function requireAudience(payload: SignedPayload, audience: string): void {
  const { aud } = payload;
  if (aud === audience) return;
  const presented = typeof aud === 'string' ? quote(aud) : 'not a single string';
  throw wrongAudience(`The audience of the ID token is ${presented}`, audience, {
    claims: ['aud'],
    detail: { claims: payload },
  });
}

/**
 * One answer to everything that was meant for another exchange, or for this one under another of its names.
 * `presented` begins the sentence; `installation` is DOCKPASS_URL.
 */
export function wrongAudience(
  presented: string,
  installation: string,
  details: ConstructorParameters<typeof Refusal>[2] = {},
): Refusal {
  return new Refusal(
    'wrong_audience',
    `${presented}, and this exchange goes by ${quote(installation)}: set exchange-url, audiences and resources to exactly that.`,
    details,
  );
}
