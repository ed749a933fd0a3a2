/** A device, such as a command line, gets a user access token of whoever approves it (RFC 8628). */

import {
  type AuditedDeps,
  draftEvent,
  logFields,
  type RequestContext,
} from '../../audit/audited.ts';
import type { AuditEvent } from '../../audit/event.ts';
import type { SignInLimits } from '../../limits/sign-in-limits.ts';
import { descriptionFault } from '../../policy/fields.ts';
import { Refusal } from '../../refusal.ts';
import { hashOfSecret, secretText, type Visitor } from '../../sessions/session.ts';
import type { DeviceAuthorizationRecord } from '../../stores/ports/device-authorizations.ts';
import type { RecordStore, Records } from '../../stores/ports/records.ts';
import { epochSeconds } from '../../system/clock.ts';
import type { Random } from '../../system/random.ts';
import { userName } from '../../tokens/event-fields.ts';
import { currentUser, requireSignedIn } from '../admin/access.ts';
import { signedInActor } from '../admin/actor.ts';
import { shownTimeOrNull } from '../admin/fields.ts';
import { Problem } from '../admin/problem.ts';
import { requireRoom } from '../admin/room.ts';
import { makeUserToken } from '../admin/user-tokens.ts';
import type { Session } from './sessions.ts';
import { changeEvent } from './sign-in-events.ts';

/** Seconds that somebody has to approve. */
const DEVICE_CODE_LASTS = 600;

/** Seconds that a client waits at least before it asks again. */
const POLL_INTERVAL = 5;

/** Seconds that the token of a device lasts. */
const DEVICE_TOKEN_LASTS = 90 * 86_400;

/** Together: nobody waits for so many. */
const MAX_WAITING = 10_000;

export interface DeviceAuthorization {
  deviceCode: string;
  /** As people read it: `XXXX-XXXX`. */
  userCode: string;
  /** Seconds. */
  expiresIn: number;
  interval: number;
}

export interface DeviceToken {
  token: string;
  /** Seconds. */
  expiresIn: number;
}

/** RFC 8628 section 3.5, and `invalid_grant` of RFC 6749 section 5.2. */
export type DeviceGrantError =
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'
  | 'invalid_grant';

export interface DeviceLogin {
  /** `clientName`: what the client says of itself. */
  authorize(clientName: string, context: RequestContext): Promise<DeviceAuthorization>;
  /** What the client is answered that asks whether it was approved. */
  poll(deviceCode: string, context: RequestContext): Promise<DeviceToken | DeviceGrantError>;
  /** What asks with this code; undefined: nothing does, or not any more. */
  find(userCode: string): Promise<DeviceAuthorizationRecord | undefined>;
  /** Rejects with a Problem. */
  decide(
    userCode: string,
    decision: 'approved' | 'denied',
    session: Session,
    visitor: Visitor,
  ): Promise<DeviceAuthorizationRecord>;
}

interface DeviceLoginDeps extends Omit<AuditedDeps, 'store' | 'chargeEvent'> {
  store: RecordStore;
  limits: Pick<SignInLimits, 'takeCeremony'>;
}

export function createDeviceLogin(deps: DeviceLoginDeps): DeviceLogin {
  const { store, clock, random, log, limits } = deps;
  return {
    async authorize(clientName, { clientAddress }) {
      const fault = descriptionFault(clientName);
      if (fault) throw new Refusal('malformed_request', `The parameter device_name ${fault}.`);
      limits.takeCeremony(clientAddress);
      const now = epochSeconds(clock);
      const deviceCode = secretText(random);
      const userCode = newUserCode(random);
      await store.change(async ({ deviceAuthorizations }) => {
        if ((await deviceAuthorizations.count(now)) >= MAX_WAITING)
          throw new Refusal('rate_limited', 'Too many devices are waiting; try again in a minute.');
        await deviceAuthorizations.insert({
          id: random.id(),
          deviceCodeHash: hashOfSecret(deviceCode),
          userCode,
          clientName,
          clientAddress,
          createdAt: now,
          expiresAt: now + DEVICE_CODE_LASTS,
        });
      });
      return {
        deviceCode,
        userCode: shownUserCode(userCode),
        expiresIn: DEVICE_CODE_LASTS,
        interval: POLL_INTERVAL,
      };
    },
    async poll(deviceCode, context) {
      const hash = hashOfSecret(deviceCode);
      // Writes wait for each other, those of jobs, too: whoever guesses, or asks too often, causes none.
      const known = await store.read(({ deviceAuthorizations }) =>
        deviceAuthorizations.findByDeviceCode(hash),
      );
      if (!known) return 'invalid_grant';
      if (known.decided === null && isEarly(known, epochSeconds(clock))) return 'slow_down';
      const { answer, event } = await store
        .change(async (records) => {
          const now = epochSeconds(clock);
          const asked = await records.deviceAuthorizations.findByDeviceCode(hash);
          const answer = await answerOf(records, asked, now);
          if (typeof answer === 'string') return { answer, event: null };
          return await handOver(deps, records, answer, context);
        })
        .catch(refusedMeanwhile);
      if (event) log.info({ ...logFields(event), actor: event.actor }, 'user_token.create changed');
      return answer;
    },
    find: async (userCode) => {
      const now = epochSeconds(clock);
      return await store.read(async (records) => await undecided(records, userCode, now));
    },
    decide: (userCode, decision, session, { clientAddress }) =>
      store.change(async (records) => {
        const now = epochSeconds(clock);
        const actor = signedInActor(session.record, session.user);
        const user = await currentUser(actor, records, now);
        const asked = await undecided(records, userCode, now);
        if (!asked || !user)
          throw new Problem(
            'gone',
            'This code was used already, or took longer than 10 minutes. Run the command again for a new one.',
          );
        const isApproved = decision === 'approved';
        const tokenExpiresAt = isApproved ? await endFor(records, session, now) : null;
        if (isApproved)
          requireRoom('userTokens', user.email, await records.userTokens.countUnrevoked(user.id));
        await records.deviceAuthorizations.decide(asked.id, {
          userId: user.id,
          sessionId: session.record.id,
          decision,
          tokenExpiresAt,
        });
        const change = {
          action: `device_authorization.${isApproved ? 'approve' : 'deny'}`,
          before: null,
          after: {
            client_name: asked.clientName,
            client_address: asked.clientAddress,
            token_expires_at: shownTimeOrNull(tokenExpiresAt),
          },
        };
        const event = changeEvent(deps, actor.name, clientAddress, change);
        await records.auditEvents.appendAll([event]);
        return asked;
      }),
  };
}

interface Approved {
  id: string;
  clientName: string;
  userId: string;
  sessionId: string;
  tokenExpiresAt: number;
}

async function answerOf(
  { deviceAuthorizations }: Records,
  asked: DeviceAuthorizationRecord | undefined,
  now: number,
): Promise<DeviceGrantError | Approved> {
  if (!asked) return 'invalid_grant';
  const { id, clientName, decided, expiresAt } = asked;
  if (now >= expiresAt) return 'expired_token';
  if (decided?.decision === 'denied') return 'access_denied';
  if (decided)
    return {
      id,
      clientName,
      userId: decided.userId,
      sessionId: decided.sessionId,
      tokenExpiresAt: decided.tokenExpiresAt ?? now,
    };
  await deviceAuthorizations.notePoll(id, now);
  return isEarly(asked, now) ? 'slow_down' : 'authorization_pending';
}

function isEarly({ polledAt }: DeviceAuthorizationRecord, now: number): boolean {
  return polledAt !== null && now - polledAt < POLL_INTERVAL;
}

/** The secret is made now, so that it is stored nowhere, and once: the code is worth nothing afterwards. */
async function handOver(
  deps: DeviceLoginDeps,
  records: Records,
  { id, clientName, userId, sessionId, tokenExpiresAt }: Approved,
  context: RequestContext,
): Promise<{ answer: DeviceToken | DeviceGrantError; event: AuditEvent | null }> {
  const { random, clock } = deps;
  const now = epochSeconds(clock);
  await records.deviceAuthorizations.remove(id);
  const user = await records.users.find(userId);
  if (!user || user.disabledAt !== null || tokenExpiresAt <= now)
    return { answer: 'access_denied', event: null };
  // Whoever ends a stolen session must not find a token of it afterwards.
  await requireSignedIn(sessionId, records, now);
  const token = { description: clientName, expiresAt: tokenExpiresAt };
  const made = await makeUserToken({ records, random, now }, user, token);
  const event: AuditEvent = {
    ...draftEvent(deps, 'user_token.create', context),
    decision: 'changed',
    actor: userName(user),
    detail: { before: null, after: made.after },
    ...made.event,
  };
  await records.auditEvents.appendAll([event]);
  const { token: secret } = made.answer;
  if (!secret) throw new Error('A new token has no secret');
  return { answer: { token: secret, expiresIn: tokenExpiresAt - now }, event };
}

/** Others may have taken the last place since it was approved, or the session of who approved it has ended. */
function refusedMeanwhile(error: unknown): { answer: DeviceGrantError; event: null } {
  if (error instanceof Problem) return { answer: 'access_denied', event: null };
  throw error;
}

/** No token that somebody signed in with makes one that outlives it. */
async function endFor(
  { userTokens }: Records,
  { record: { tokenId } }: Session,
  now: number,
): Promise<number> {
  const token = tokenId === null ? undefined : await userTokens.find(tokenId);
  return Math.min(now + DEVICE_TOKEN_LASTS, token?.expiresAt ?? Number.POSITIVE_INFINITY);
}

async function undecided(
  { deviceAuthorizations }: Records,
  typed: string,
  now: number,
): Promise<DeviceAuthorizationRecord | undefined> {
  const userCode = readUserCode(typed);
  const asked = userCode && (await deviceAuthorizations.findByUserCode(userCode));
  return asked && asked.decided === null && now < asked.expiresAt ? asked : undefined;
}

/** Without vowels, so that no words come out, and without Y (RFC 8628 section 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const USER_CODE_LENGTH = 8;

/** 20 to the power of 8, which is 34 bits. */
function newUserCode(random: Random): string {
  let code = '';
  while (code.length < USER_CODE_LENGTH)
    // What is beyond the largest multiple would make some letters likelier.
    for (const byte of random.bytes(USER_CODE_LENGTH))
      if (byte < 240 && code.length < USER_CODE_LENGTH)
        code += LETTERS.charAt(byte % LETTERS.length);
  return code;
}

/** As people type it: in lower case, with a space, without the hyphen. */
function readUserCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, '');
  return code.length === USER_CODE_LENGTH ? code : undefined;
}

export function shownUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
