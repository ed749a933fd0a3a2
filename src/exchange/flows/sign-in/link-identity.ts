/** Adding an account at the OIDC provider to the user who is signed in. */

import { z } from 'zod';
import { hashOfSecret, secretText, type Visitor } from '../../sessions/session.ts';
import type { ProviderAccount } from '../../sign-in-provider/provider.ts';
import type { IdentityRecord } from '../../stores/ports/identities.ts';
import type { Records } from '../../stores/ports/records.ts';
import { epochSeconds } from '../../system/clock.ts';
import type { Random } from '../../system/random.ts';
import { userName } from '../../tokens/event-fields.ts';
import { currentUser } from '../admin/access.ts';
import { signedInActor } from '../admin/actor.ts';
import { shownIdentity } from '../admin/identities.ts';
import { requireLasting } from './lasting.ts';
import type { SignInWithOidcDeps } from './oidc-deps.ts';
import type { Session } from './sessions.ts';
import { changeEvent } from './sign-in-events.ts';
import { SignInProblem } from './sign-in-problem.ts';

/** Seconds that somebody has to look at what they are about to link. */
const CONFIRMATION_LASTS = 600;

/** What somebody is asked to confirm. */
export interface IdentityToLink {
  account: ProviderAccount;
  /** For the form. */
  secret: string;
}

export interface LinkIdentity {
  /**
   * What the provider has said, until whoever is signed in confirms it. Without that, an attacker who has signed
   * this browser in at the provider as themselves could make it link their account to somebody else's user.
   */
  prepare(
    account: ProviderAccount,
    sessionId: string,
    session: Session | null,
  ): Promise<IdentityToLink>;
  /** Rejects with a Problem for those who may not link one. */
  requireLinkable(session: Session): Promise<void>;
  /** Rejects with a Problem. */
  link(secret: string, session: Session, visitor: Visitor): Promise<void>;
}

const LINKED = 'a linked account';

const prepared = z.object({ issuer: z.string(), subject: z.string(), sessionId: z.string() });

export function createLinkIdentity(deps: SignInWithOidcDeps): LinkIdentity {
  const { store, clock, random, settings } = deps;
  return {
    requireLinkable: (session) => store.read((records) => requireLasting(records, session, LINKED)),
    async prepare(account, sessionId, session) {
      if (session?.record.id !== sessionId)
        throw new SignInProblem(
          'You are not signed in any more as you were when you began to link the account. Start again on your Account page.',
        );
      const { issuer, subject } = account;
      const known = await store.read(({ identities }) => identities.findBySubject(issuer, subject));
      if (known) throw alreadyLinked(settings.name, known, session);
      const secret = secretText(random);
      const data: z.input<typeof prepared> = { issuer, subject, sessionId };
      const expiresAt = epochSeconds(clock) + CONFIRMATION_LASTS;
      await store.change(({ ceremonies }) =>
        ceremonies.insert({ hash: hashOfSecret(secret), kind: 'oidc_link', data, expiresAt }),
      );
      return { account, secret };
    },
    async link(secret, session, { clientAddress }) {
      const now = epochSeconds(clock);
      const { user } = session;
      await store.change(async (records) => {
        await currentUser(signedInActor(session.record, user), records, now);
        await requireLasting(records, session, LINKED);
        const taken = await records.ceremonies.take('oidc_link', hashOfSecret(secret), now);
        const asked = taken && prepared.parse(taken.data);
        if (asked?.sessionId !== session.record.id)
          throw new SignInProblem(
            'This was confirmed already, or took longer than 10 minutes. Start again on your Account page.',
          );
        const { issuer, subject } = asked;
        const known = await records.identities.findBySubject(issuer, subject);
        if (known) throw alreadyLinked(settings.name, known, session);
        const account = { issuer, subject, userId: user.id, lastUsedAt: null };
        const identity = await insertIdentity({ records, random, now }, account);
        const change = { action: 'identity.create', before: null, after: shownIdentity(identity) };
        const event = changeEvent(deps, userName(user), clientAddress, change);
        await records.auditEvents.appendAll([event]);
      });
    },
  };
}

function alreadyLinked(name: string, { userId }: IdentityRecord, { user }: Session): SignInProblem {
  return new SignInProblem(
    userId === user.id
      ? `This account at ${name} is linked to your user already.`
      : `This account at ${name} is linked to another user. Whoever has that unlinks it on their Account page first.`,
  );
}

export async function insertIdentity(
  { records, random, now }: { records: Records; random: Random; now: number },
  account: Omit<IdentityRecord, 'id' | 'createdAt'>,
): Promise<IdentityRecord> {
  const identity = { id: random.id(), createdAt: now, ...account };
  await records.identities.insert(identity);
  return identity;
}
