/** Signing in with a passkey: the authenticator has seen whose it is (user verification), and says who that is. */

import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { AuditedDeps } from '../../audit/audited.ts';
import type { SignInLimits } from '../../limits/sign-in-limits.ts';
import type { Visitor } from '../../sessions/session.ts';
import type { PasskeyRecord } from '../../stores/ports/passkeys.ts';
import type { RecordStore } from '../../stores/ports/records.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { epochSeconds } from '../../system/clock.ts';
import { userName } from '../../tokens/event-fields.ts';
import { Problem } from '../admin/problem.ts';
import {
  assertionShape,
  beginCeremony,
  CEREMONY_LASTS,
  continueCeremony,
  readCredential,
} from './passkey-ceremonies.ts';
import type { RelyingParty } from './relying-party.ts';
import { beginSession, type Session } from './sessions.ts';
import { recordRefusedSignIn } from './sign-in-events.ts';

interface WithPasskeyDeps extends Omit<AuditedDeps, 'store'> {
  store: RecordStore & AuditedDeps['store'];
  limits: SignInLimits;
  relyingParty: RelyingParty;
}

interface Arriving {
  /** Of the ceremony, as the browser has kept it. */
  secret: string | undefined;
  /** The credential as JSON. */
  credential: string;
  visitor: Visitor;
  /** The session that the browser had. */
  before: Session | null;
}

export interface SignInWithPasskey {
  begin(
    visitor: Visitor,
  ): Promise<{ secret: string; options: PublicKeyCredentialRequestOptionsJSON }>;
  /** What the session's cookie is to hold. Rejects with a Problem, or with the Refusal `rate_limited`. */
  finish(arriving: Arriving): Promise<string>;
}

export function createSignInWithPasskey(deps: WithPasskeyDeps): SignInWithPasskey {
  const { limits, relyingParty } = deps;
  return {
    async begin({ clientAddress }) {
      limits.takeCeremony(clientAddress);
      const options = await generateAuthenticationOptions({
        rpID: relyingParty.id,
        // Whoever is asked for a PIN, a face or a finger has more than a stolen key.
        userVerification: 'required',
        timeout: CEREMONY_LASTS * 1000,
      });
      const { challenge } = options;
      return { secret: await beginCeremony(deps, 'passkey_sign_in', { challenge }), options };
    },
    finish: (arriving) => finish(deps, arriving),
  };
}

const asked = z.object({ challenge: z.string() });

async function finish(deps: WithPasskeyDeps, arriving: Arriving): Promise<string> {
  const { visitor } = arriving;
  const { clientAddress } = visitor;
  const failed: Failed = { actor: undefined, credentialId: undefined, cause: null };
  try {
    deps.limits.requireRoom(clientAddress);
    const { passkey, counter } = await verified(deps, arriving, failed);
    return await letIn(deps, arriving, passkey, counter);
  } catch (error) {
    if (error instanceof Problem) {
      deps.limits.countFailure(clientAddress, failed.credentialId);
      const { actor, cause } = failed;
      const refused = { method: 'passkey' as const, message: error.message, cause };
      await recordRefusedSignIn(deps, visitor, { ...refused, ...(actor && { actor }) });
    }
    throw error;
  }
}

/** What is known of an attempt that fails, for the audit event. */
interface Failed {
  actor: string | undefined;
  credentialId: string | undefined;
  cause: unknown;
}

async function verified(
  deps: WithPasskeyDeps,
  { secret, credential, visitor }: Arriving,
  failed: Failed,
): Promise<{ passkey: PasskeyRecord; counter: number }> {
  const { challenge } = await continueCeremony(deps, 'passkey_sign_in', secret, asked);
  const response = readCredential(assertionShape, credential);
  const { passkey, user } = await deps.store.read(async ({ passkeys, users }) => {
    const passkey = await passkeys.findByCredential(response.id);
    return { passkey, user: passkey && (await users.find(passkey.userId)) };
  });
  if (!passkey || !user)
    throw new Problem(
      'invalid_request',
      'This passkey doesn’t belong to any user here. It may have been removed: sign in another way.',
    );
  failed.actor = userName(user);
  failed.credentialId = passkey.credentialId;
  deps.limits.requireRoom(visitor.clientAddress, passkey.credentialId);
  const { userHandle } = response.response;
  if (userHandle && userHandle !== userHandleOf(user))
    throw notAccepted(failed, 'the user handle is another user’s');
  const { id, origin } = deps.relyingParty;
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    // The library checks the rest of it.
    response: response as never,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
    },
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw notVerified(deps, passkey, failed, error);
  });
  if (!verified) throw notAccepted(failed, 'the signature is not the passkey’s');
  return { passkey, counter: authenticationInfo.newCounter };
}

/** What authenticators know a user by; it says nothing about them. */
export function userHandleOf({ id }: Pick<UserRecord, 'id'>): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function notAccepted(failed: Failed, cause: string): Problem {
  failed.cause = cause;
  return new Problem(
    'invalid_request',
    'This passkey was not accepted. Try again, or sign in another way.',
  );
}

function notVerified(
  { log }: WithPasskeyDeps,
  { id }: PasskeyRecord,
  failed: Failed,
  error: unknown,
): Problem {
  const cause = error instanceof Error ? error.message : 'unknown';
  if (!cause.startsWith('Response counter value')) return notAccepted(failed, cause);
  log.warn({ passkey_id: id }, 'a passkey may have been copied: its counter went backwards');
  failed.cause = cause;
  return new Problem(
    'invalid_request',
    'This passkey may have been copied: it has counted fewer uses than are known here. Sign in another way, remove it on your Account page, and tell the operator.',
  );
}

async function letIn(
  { store, clock, random }: WithPasskeyDeps,
  { visitor, before }: Arriving,
  { id, counter: known }: PasskeyRecord,
  counter: number,
): Promise<string> {
  return await store.change(async (records) => {
    const passkey = await records.passkeys.find(id);
    // Removed meanwhile, or used by somebody else at the same moment.
    if (!passkey || passkey.counter !== known)
      throw new Problem('invalid_request', 'This passkey was changed meanwhile. Try again.');
    const user = await records.users.find(passkey.userId);
    if (!user || user.disabledAt !== null)
      throw new Problem(
        'invalid_request',
        'Your user is disabled. Ask the operator of this installation.',
      );
    await records.passkeys.noteUse(id, { counter, at: epochSeconds(clock) });
    const begun = { method: 'passkey' } as const;
    return await beginSession({ records, random, clock }, user, begun, visitor, before);
  });
}
