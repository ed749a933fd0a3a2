/**
 * Accepting an invitation by its link, for somebody who is not signed in. They get a user of their own, never
 * that of whoever has the address: the link may be in the hands of whoever invited. What they are shown and
 * answered is the same whether or not there is a user with this address, so that nobody learns it by inviting.
 */

import type { AuditDeps } from '../../audit/audited.ts';
import type { SignInLimits } from '../../limits/sign-in-limits.ts';
import type { Visitor } from '../../sessions/session.ts';
import type { InvitationRecord } from '../../stores/ports/invitations.ts';
import type { RecordStore, Records } from '../../stores/ports/records.ts';
import { epochSeconds } from '../../system/clock.ts';
import { userName } from '../../tokens/event-fields.ts';
import { acceptLink, findInvited } from '../admin/invitation-links.ts';
import { notFound } from '../admin/problem.ts';
import { addUser } from '../admin/users.ts';
import { beginSession } from './sessions.ts';
import { changeEvent } from './sign-in-events.ts';

interface InvitationDeps extends Omit<AuditDeps, 'store'> {
  store: RecordStore;
  limits: Pick<SignInLimits, 'takeCeremony'>;
}

export interface InvitationLinks {
  /** Rejects with a Problem, if there is no such link, or if it is good for nothing any more. */
  find(secret: string): Promise<InvitationRecord>;
  /** What the session's cookie of the new user is to hold. Rejects with a Problem. */
  acceptAsNewUser(secret: string, visitor: Visitor): Promise<string>;
}

export function createInvitationLinks(deps: InvitationDeps): InvitationLinks {
  const { store, clock, random, limits } = deps;
  const find = async (secret: string) => {
    const now = epochSeconds(clock);
    const { invitation } = await store.read((records) => requireInvited(records, secret, now));
    return invitation;
  };
  return {
    find,
    async acceptAsNewUser(secret, visitor) {
      // Writes wait for each other, those of jobs, too: whoever only guesses causes none.
      await find(secret);
      // An admin may invite, join and remove again and again, and each time there is one user more.
      limits.takeCeremony(visitor.clientAddress);
      return await store.change(async (records) => {
        const now = epochSeconds(clock);
        const invited = await requireInvited(records, secret, now);
        const { email } = invited.invitation;
        const { created: user, change } = await addUser(
          { records, random, now },
          { email, emailProven: false },
        );
        const { accepted, also } = await acceptLink({ records, now }, invited, user);
        const changes = [
          // Of users, organizations see none but their members.
          { action: 'user.create', ...change },
          { action: 'user_invitation.accept', ...accepted },
          ...also,
        ];
        await records.auditEvents.appendAll(
          changes.map((one) => changeEvent(deps, userName(user), visitor.clientAddress, one)),
        );
        const begun = { method: 'link' } as const;
        return await beginSession({ records, random, clock }, user, begun, visitor, null);
      });
    },
  };
}

async function requireInvited(records: Records, secret: string, now: number) {
  const invited = await findInvited(records, secret, now);
  if (!invited) throw notFound();
  return invited;
}
