/** A passkey for somebody who is signed in. */

import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { AuditDeps } from '../../audit/audited.ts';
import type { SignInLimits } from '../../limits/sign-in-limits.ts';
import type { Visitor } from '../../sessions/session.ts';
import type { PasskeyRecord } from '../../stores/ports/passkeys.ts';
import { type RecordStore, UniqueViolation } from '../../stores/ports/records.ts';
import { epochSeconds } from '../../system/clock.ts';
import { userName } from '../../tokens/event-fields.ts';
import { currentUser } from '../admin/access.ts';
import { signedInActor } from '../admin/actor.ts';
import { passkeyName, shownPasskey } from '../admin/passkeys.ts';
import { Problem } from '../admin/problem.ts';
import { requireLasting } from './lasting.ts';
import {
  attestationShape,
  beginCeremony,
  CEREMONY_LASTS,
  continueCeremony,
  readCredential,
} from './passkey-ceremonies.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Session } from './sessions.ts';
import { changeEvent } from './sign-in-events.ts';
import { userHandleOf } from './with-passkey.ts';

interface RegisterPasskeyDeps extends Omit<AuditDeps, 'store'> {
  store: RecordStore;
  limits: SignInLimits;
  relyingParty: RelyingParty;
}

export interface RegisterPasskey {
  begin(
    session: Session,
    visitor: Visitor,
  ): Promise<{ secret: string; options: PublicKeyCredentialCreationOptionsJSON }>;
  /** Rejects with a Problem, or with the Refusal `rate_limited`. */
  finish(
    session: Session,
    visitor: Visitor,
    made: { secret: string | undefined; credential: string; name: string },
  ): Promise<PasskeyRecord>;
}

/** Far more than anybody has devices. */
const MOST_OF_USER = 50;

export function createRegisterPasskey(deps: RegisterPasskeyDeps): RegisterPasskey {
  const { store, limits, relyingParty } = deps;
  return {
    async begin(session, { clientAddress }) {
      limits.takeCeremony(clientAddress);
      const { user } = session;
      const known = await store.read(async (records) => {
        await requireLasting(records, session, 'a passkey');
        return await records.passkeys.list(user.id, { after: null, limit: MOST_OF_USER });
      });
      const options = await generateRegistrationOptions({
        rpName: 'Dockpass',
        rpID: relyingParty.id,
        userName: user.email,
        userID: new Uint8Array(Buffer.from(userHandleOf(user), 'base64url')),
        attestationType: 'none',
        timeout: CEREMONY_LASTS * 1000,
        excludeCredentials: known.map(({ credentialId, transports }) => ({
          id: credentialId,
          transports: [...transports],
        })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      const data = { challenge: options.challenge, session: session.record.id };
      return { secret: await beginCeremony(deps, 'passkey_create', data), options };
    },
    finish: (session, visitor, made) => finish(deps, session, visitor, made),
  };
}

const asked = z.object({ challenge: z.string(), session: z.string() });

async function finish(
  deps: RegisterPasskeyDeps,
  session: Session,
  { clientAddress }: Visitor,
  { secret, credential, name }: Parameters<RegisterPasskey['finish']>[2],
): Promise<PasskeyRecord> {
  const { store, clock, random, relyingParty } = deps;
  const { challenge, session: begunIn } = await continueCeremony(
    deps,
    'passkey_create',
    secret,
    asked,
  );
  if (begunIn !== session.record.id) throw notAccepted();
  const named = passkeyName.safeParse(name.trim());
  const response = readCredential(attestationShape, credential);
  const { registrationInfo } = await verifyRegistrationResponse({
    response: response as never,
    expectedChallenge: challenge,
    expectedOrigin: relyingParty.origin,
    expectedRPID: relyingParty.id,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    deps.log.info({ err: error }, 'a new passkey was not accepted');
    throw notAccepted();
  });
  if (!registrationInfo) throw notAccepted();
  const { credential: made } = registrationInfo;
  const { user } = session;
  return await store
    .change(async (records) => {
      const now = epochSeconds(clock);
      await currentUser(signedInActor(session.record, user), records, now);
      await requireLasting(records, session, 'a passkey');
      if ((await records.passkeys.count(user.id)) >= MOST_OF_USER)
        throw new Problem(
          'quota_exceeded',
          `You have ${MOST_OF_USER} passkeys, which is the most; remove one first.`,
        );
      const passkey = {
        id: random.id(),
        userId: user.id,
        credentialId: made.id,
        publicKey: made.publicKey,
        counter: made.counter,
        transports: response.response.transports ?? [],
        name: named.data ?? 'Passkey',
        createdAt: now,
        lastUsedAt: null,
      };
      await records.passkeys.insert(passkey);
      const change = { action: 'passkey.create', before: null, after: shownPasskey(passkey) };
      await records.auditEvents.appendAll([
        changeEvent(deps, userName(user), clientAddress, change),
      ]);
      return passkey;
    })
    .catch((error: unknown) => {
      throw error instanceof UniqueViolation
        ? new Problem('taken', 'This passkey is registered already.')
        : error;
    });
}

function notAccepted(): Problem {
  return new Problem(
    'invalid_request',
    'The passkey was not accepted. It must ask for a PIN, a fingerprint or your face. Try again, or use another device.',
  );
}
