import { hash } from 'node:crypto';
import type { Random } from '../system/random.ts';

/** How somebody signed in to the console. */
export const SIGN_IN_METHODS = ['passkey', 'oidc', 'token', 'link'] as const;

export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** Somebody who is signed in to the console. Times are seconds since the epoch. */
export interface SessionRecord {
  id: string;
  userId: string;
  /** Sent along with every form, so that no other site can send one. */
  formKey: string;
  method: SignInMethod;
  /** The user access token that it was begun with, if any; it ends with that. */
  tokenId: string | null;
  clientAddress: string | null;
  /** As the browser named itself. */
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
}

/** Where a session comes from. */
export type Visitor = Pick<SessionRecord, 'clientAddress' | 'userAgent'>;

/** Seconds after which somebody signs in again, whatever they did meanwhile. */
export const SESSION_LASTS = 7 * 24 * 60 * 60;

/** Seconds without a request after which a session ends. */
export const SESSION_IDLES = 12 * 60 * 60;

/** Of the browser's name; the rest tells nothing more to whoever looks for a session of theirs. */
const MAX_USER_AGENT = 256;

const SECRET_BYTES = 32;

/**
 * A session of its own for each sign-in: one that somebody else has planted in the browser is worth nothing
 * afterwards. `secret` is for the cookie and kept nowhere.
 */
export function newSession(
  { random, now }: { random: Random; now: number },
  userId: string,
  { method, tokenId = null }: Pick<SessionRecord, 'method'> & { tokenId?: string | null },
  { clientAddress, userAgent }: Visitor,
): { secret: string; record: SessionRecord; hash: Uint8Array } {
  const secret = secretText(random);
  const record: SessionRecord = {
    id: random.id(),
    userId,
    formKey: secretText(random),
    method,
    tokenId,
    clientAddress,
    userAgent: userAgent.slice(0, MAX_USER_AGENT),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + SESSION_LASTS,
  };
  return { secret, record, hash: hashOfSecret(secret) };
}

/**
 * Whether it has neither expired nor been left alone, nor lost the token that it was begun with. `token`: that
 * one, if it is still there.
 */
export function isAlive(
  { expiresAt, lastSeenAt, tokenId }: SessionRecord,
  token: { revokedAt: number | null; expiresAt: number | null } | undefined,
  now: number,
): boolean {
  if (now >= expiresAt || now - lastSeenAt >= SESSION_IDLES) return false;
  if (tokenId === null) return true;
  if (!token || token.revokedAt !== null) return false;
  return token.expiresAt === null || token.expiresAt > now;
}

/** 256 bits, as text that fits into a cookie, a form or a link. */
export function secretText(random: Random): string {
  return Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url');
}

/** SHA-256. A plain hash is enough: 256 random bits can't be guessed. */
export function hashOfSecret(secret: string): Uint8Array {
  return hash('sha256', secret, 'buffer');
}
