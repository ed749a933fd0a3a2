/**
 * A token as a value: prefix, 30 base62 characters of randomness (178 bits), 6 of CRC-32.
 * The prefix lets secret scanners find a leaked token, the checksum lets them and our own parser
 * tell a token from noise without asking the store.
 */

import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { TOKEN_PREFIXES, type TokenKind } from '../../protocol/token-kinds.ts';
import type { Random } from '../system/random.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const SPARE_BYTES = 10;
const SECRET = /^(dp[upb]_[0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** A token whose form and checksum hold; whether it was ever issued, only the store can say. */
export interface Secret {
  kind: TokenKind;
  text: string;
}

export function generateSecret(kind: TokenKind, random: Random): Secret {
  const body = TOKEN_PREFIXES[kind] + randomBase62(RANDOM_LENGTH, random);
  return { kind, text: body + checksum(body) };
}

/**
 * Undefined for anything that we cannot have issued. White space behind a token does no harm at any door:
 * one that was read from a file brings its line break along.
 */
export function parseSecret(shown: string): Secret | undefined {
  const text = shown.trimEnd();
  const [, body, sum] = SECRET.exec(text) ?? [];
  if (body === undefined || checksum(body) !== sum) return undefined;
  const kind = (Object.keys(TOKEN_PREFIXES) as TokenKind[]).find((name) =>
    body.startsWith(TOKEN_PREFIXES[name]),
  );
  return kind && { kind, text };
}

/**
 * SHA-256 of the whole token. A plain hash is enough: 178 bits of randomness cannot be guessed, and
 * looking up by hash leaks nothing about the token through timing.
 */
export function hashSecret(secret: Secret): Uint8Array {
  return hash('sha256', secret.text, 'buffer');
}

/** What logs and audit events may show of a token. */
export function hashPrefix(hash: Uint8Array): string {
  return Buffer.from(hash.subarray(0, 6)).toString('hex');
}

function checksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/**
 * Bytes from 248 up are thrown away: keeping them would make the first eight digits likelier. Asking
 * for a few bytes more than digits makes one call enough, but for one token in thirty million.
 */
function randomBase62(length: number, random: Random): string {
  let digits = '';
  while (digits.length < length) {
    for (const byte of random.bytes(length + SPARE_BYTES)) {
      if (byte < 248 && digits.length < length) digits += BASE62.charAt(byte % 62);
    }
  }
  return digits;
}
