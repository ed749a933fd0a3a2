/** Who is signed in to the console. */

import { hash } from 'node:crypto';
import type { RecordStore, Records } from '../../stores/ports/records.ts';
import type { SessionRecord } from '../../stores/ports/sessions.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { type Clock, epochSeconds } from '../../system/clock.ts';
import type { Random } from '../../system/random.ts';

/** Seconds after which somebody signs in again, whatever they did meanwhile. */
export const SESSION_LASTS = 7 * 24 * 60 * 60;

/** Seconds without a request after which a session ends. */
export const SESSION_IDLES = 12 * 60 * 60;

/** Seconds between two notes of its use: no page waits for a commit because it was looked at. */
const PRECISION = 300;

const SECRET_BYTES = 32;

/** Of the browser's name; the rest tells nothing more to whoever looks for a session of theirs. */
const MAX_USER_AGENT = 256;

export interface Session {
  record: SessionRecord;
  user: UserRecord;
}

export interface Visitor {
  clientAddress: string | null;
  userAgent: string;
}

export interface SessionDeps {
  store: RecordStore;
  clock: Clock;
  random: Random;
}

export interface Sessions {
  /** Undefined: there is none, or it has ended; the visitor signs in again. */
  find(secret: string): Promise<Session | undefined>;
  end(session: Session): Promise<void>;
}

export function createSessions({ store, clock }: SessionDeps): Sessions {
  return {
    async find(secret) {
      const now = epochSeconds(clock);
      const session = await store.read((records) => liveSession(records, secret, now));
      if (session && now - session.record.lastSeenAt >= PRECISION)
        await store.change(({ sessions }) => sessions.noteSeen(session.record.id, now));
      return session;
    },
    async end({ record }) {
      await store.change(({ sessions }) => sessions.remove(record.id));
    },
  };
}

async function liveSession(
  records: Records,
  secret: string,
  now: number,
): Promise<Session | undefined> {
  const record = await records.sessions.findByHash(hashOf(secret));
  if (!record || !(await isAlive(records, record, now))) return undefined;
  const user = await records.users.find(record.userId);
  return user && user.disabledAt === null ? { record, user } : undefined;
}

/** Whether it has neither expired nor been left alone, nor lost the token that it was begun with. */
export async function isAlive(
  { userTokens }: Records,
  { expiresAt, lastSeenAt, tokenId }: SessionRecord,
  now: number,
): Promise<boolean> {
  if (now >= expiresAt || now - lastSeenAt >= SESSION_IDLES) return false;
  if (tokenId === null) return true;
  const token = await userTokens.find(tokenId);
  if (!token || token.revokedAt !== null) return false;
  return token.expiresAt === null || token.expiresAt > now;
}

/**
 * A session of its own for each sign-in: one that somebody else has planted in the browser is worth nothing
 * afterwards. Returns what the cookie is to hold, which is kept nowhere.
 */
export async function beginSession(
  { records, random, now }: { records: Records; random: Random; now: number },
  userId: string,
  { method, tokenId = null }: Pick<SessionRecord, 'method'> & { tokenId?: string | null },
  { clientAddress, userAgent }: Visitor,
): Promise<{ secret: string; record: SessionRecord }> {
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
  await records.sessions.insert({ ...record, hash: hashOf(secret) });
  return { secret, record };
}

/** 256 bits, as text that fits into a cookie, a form or a link. */
export function secretText(random: Random): string {
  return Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url');
}

/** A plain hash is enough: 256 random bits cannot be guessed. */
export function hashOf(secret: string): Uint8Array {
  return hash('sha256', secret, 'buffer');
}
