import { type CryptoKey, compactVerify, errors } from 'jose';
import { Refusal } from '../refusal.ts';
import { quote } from './quote.ts';

/** Characters. GitHub's ID tokens have about 2,000. */
const MAX_TOKEN_LENGTH = 16 * 1024;

/** The payload of a token whose signature holds; each claim is still to be judged. */
export type SignedPayload = JsonObject;

/** JWS algorithms (RFC 7518 section 3.1) that an issuer may be registered with. */
export type Algorithm = 'RS256';

interface JoseHeader {
  alg: string;
  kid: string;
}

interface Parts {
  compact: string;
  header: JoseHeader;
  payload: JsonObject;
}

/**
 * A JSON Web Token that proves nothing yet. It gives away its `iss`, which is needed to find the
 * keys, and nothing else until its signature holds.
 */
export class UnverifiedToken {
  readonly iss: string;
  readonly #parts: Parts;
  /** By algorithm: a signature is checked once, however often it is asked about. */
  readonly #checks = new Map<Algorithm, Promise<SignedPayload>>();

  private constructor(iss: string, parts: Parts) {
    this.iss = iss;
    this.#parts = parts;
  }

  /** Reads a JWS in compact serialization (RFC 7515 section 7.1). Throws `malformed_token`. */
  static parse(compact: string): UnverifiedToken {
    if (compact.length > MAX_TOKEN_LENGTH)
      throw malformed(`is longer than ${MAX_TOKEN_LENGTH} characters`, 'too_large');
    const segments = compact.split('.');
    const [header, payload, signature] = segments;
    if (segments.length !== 3 || !header || !payload || !signature)
      throw malformed('does not consist of three parts with dots between them');
    // Only decoded so that nobody can spell one signature in two ways.
    decodeSegment(signature, 'signature');
    const claims = parseSegment(payload, 'payload');
    return new UnverifiedToken(readIssuer(claims), {
      compact,
      header: readHeader(parseSegment(header, 'header')),
      payload: claims,
    });
  }

  /**
   * The payload, once the key that the token names has been found and its signature holds.
   * `algorithm` is the issuer's, never the token's: a token that chooses its algorithm turns the
   * public key into an HMAC secret, or asks for none (RFC 8725 section 3.1). Header parameters that
   * bring a key along (jwk, jku, x5u, x5c) are not looked at. Throws `bad_signature`.
   */
  verifySignature(
    algorithm: Algorithm,
    findKey: (kid: string) => Promise<CryptoKey>,
  ): Promise<SignedPayload> {
    const check = this.#checks.get(algorithm) ?? this.#checkSignature(algorithm, findKey);
    this.#checks.set(algorithm, check);
    return check;
  }

  async #checkSignature(
    algorithm: Algorithm,
    findKey: (kid: string) => Promise<CryptoKey>,
  ): Promise<SignedPayload> {
    const { compact, header, payload } = this.#parts;
    const { alg, kid } = header;
    if (alg !== algorithm)
      throw new Refusal(
        'bad_signature',
        `ID tokens of ${this.iss} are signed with ${algorithm}, and this one says ${quote(alg)}; present the token exactly as the issuer gave it.`,
      );
    const key = await findKey(kid);
    try {
      await compactVerify(compact, key, { algorithms: [algorithm] });
    } catch (cause) {
      if (!(cause instanceof errors.JOSEError)) throw cause;
      throw new Refusal(
        'bad_signature',
        `The signature of the ID token does not hold under key ${quote(kid)} of ${this.iss}; present the token exactly as the issuer gave it.`,
        { cause },
      );
    }
    return payload;
  }
}

function readHeader(header: JsonObject): JoseHeader {
  // RFC 7515 section 4.1.11: what is critical and not understood must be refused. We know none.
  if (header.crit !== undefined) throw malformed('has critical header parameters ("crit")');
  const { alg, kid } = header;
  if (typeof alg !== 'string' || !alg) throw malformed('names no algorithm ("alg") in its header');
  if (typeof kid !== 'string' || !kid) throw malformed('names no key ("kid") in its header');
  return { alg, kid };
}

function readIssuer({ iss }: JsonObject): string {
  if (iss === undefined || iss === '')
    throw new Refusal('missing_claim', 'The ID token names no issuer (claim "iss").', {
      claims: ['iss'],
    });
  if (typeof iss !== 'string') throw malformed('has an issuer (claim "iss") that is not a string');
  return iss;
}

type SegmentName = 'header' | 'payload' | 'signature';

function parseSegment(segment: string, name: SegmentName): JsonObject {
  const object = parseStrictObject(decodeUtf8(decodeSegment(segment, name), name));
  if (!object) throw malformed(`has a ${name} that is not a JSON object with each name once`);
  return object;
}

/**
 * base64url in its one canonical form (RFC 4648 sections 3.3 and 3.5, RFC 7515 section 2). Lenient
 * decoders, jose's among them, take padding, white space and stray trailing bits as well, and then
 * one token has many spellings.
 */
function decodeSegment(segment: string, name: SegmentName): Buffer {
  const bytes = Buffer.from(segment, 'base64url');
  if (bytes.toString('base64url') !== segment)
    throw malformed(`has a ${name} that is not strict base64url`);
  return bytes;
}

function decodeUtf8(bytes: Uint8Array, name: SegmentName): string {
  try {
    // ignoreBOM keeps a byte order mark in the text, where JSON.parse refuses it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed(`has a ${name} that is not UTF-8`);
  }
}

function malformed(fault: string, kind?: 'too_large'): Refusal {
  return new Refusal(
    'malformed_token',
    `The subject token ${fault}; present the ID token exactly as the issuer gave it.`,
    { kind },
  );
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Claims are flat; what is nested deeper than this is meant for somebody's stack. */
const MAX_DEPTH = 32;

const STRING_LITERAL = /"(?:[^"\\]|\\.)*"/g;

/**
 * Parses a JSON object and refuses one that names a member twice at any level: of two `repository`
 * members another reader might believe the other one (RFC 8725 section 2.4, RFC 7519 section 4).
 * One that is nested too deep is refused as well: parsing it is safe, passing it on is not.
 * The result has no prototype, so that `__proto__` and `toString` are names like any other.
 * Undefined for everything that is not such an object.
 */
export function parseStrictObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (countMembers(value) !== countWrittenMembers(text)) return undefined;
  return Object.setPrototypeOf(value, null);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In valid JSON a colon outside of strings stands in a member and nowhere else (RFC 8259). */
function countWrittenMembers(text: string): number {
  return text.replace(STRING_LITERAL, '').split(':').length - 1;
}

/** Members that survived parsing, level by level; undefined if there are too many levels. */
function countMembers(root: object): number | undefined {
  let members = 0;
  let level = [root];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return undefined;
    const below: object[] = [];
    for (const container of level) {
      const values: unknown[] = Object.values(container);
      if (!Array.isArray(container)) members += values.length;
      for (const value of values)
        if (typeof value === 'object' && value !== null) below.push(value);
    }
    level = below;
  }
  return members;
}
