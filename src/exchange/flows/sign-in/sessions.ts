/** Who is signed in to the console. */

import {
  hashOfSecret,
  isAlive,
  newSession,
  type SessionRecord,
  type SignInMethod,
  type Visitor,
} from '../../sessions/session.ts';
import type { RecordStore, Records } from '../../stores/ports/records.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { type Clock, epochSeconds } from '../../system/clock.ts';
import type { Random } from '../../system/random.ts';
import { signInEvent } from './sign-in-events.ts';

/** Seconds between two notes of its use: no page waits for a commit because it was looked at. */
const PRECISION = 300;

/** Sessions of one user; those that were used longest ago end, so that nobody fills the disk with their own. */
const MOST_OF_USER = 50;

export interface Session {
  record: SessionRecord;
  user: UserRecord;
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
  { sessions, userTokens, users }: Records,
  secret: string,
  now: number,
): Promise<Session | undefined> {
  const record = await sessions.findByHash(hashOfSecret(secret));
  if (!record) return undefined;
  const token = record.tokenId === null ? undefined : await userTokens.find(record.tokenId);
  if (!isAlive(record, token, now)) return undefined;
  const user = await users.find(record.userId);
  return user && user.disabledAt === null ? { record, user } : undefined;
}

interface Beginning {
  records: Records;
  random: Random;
  clock: Clock;
}

/**
 * Lets a user in who has shown who they are, and records it. Returns what the cookie is to hold. `before`: the
 * session that the browser had, which ends.
 */
export async function beginSession(
  deps: Beginning,
  user: UserRecord,
  begun: { method: SignInMethod; tokenId?: string | null },
  visitor: Visitor,
  before: Session | null,
): Promise<string> {
  const { records, random, clock } = deps;
  const within = { random, now: epochSeconds(clock) };
  const { secret, record, hash } = newSession(within, user.id, begun, visitor);
  if (before) await records.sessions.remove(before.record.id);
  await records.sessions.removeOldest(user.id, MOST_OF_USER - 1);
  await records.sessions.insert({ ...record, hash });
  await records.auditEvents.appendAll([signInEvent(deps, user, record)]);
  return secret;
}
