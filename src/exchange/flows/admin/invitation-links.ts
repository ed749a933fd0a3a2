/** Whoever has the link of an invitation accepts it, whatever address they have. */

import { z } from 'zod';
import { hashOfSecret } from '../../sessions/session.ts';
import type { InvitationRecord } from '../../stores/ports/invitations.ts';
import type { OneTimeLinkRecord } from '../../stores/ports/one-time-links.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { userOf } from './actor.ts';
import { shownInvitation } from './invitations.ts';
import { memberShape, shownMember } from './membership.ts';
import { change, type Recorded, type Working } from './operation.ts';
import { Problem } from './problem.ts';
import { installation } from './target.ts';

export interface Invited {
  link: OneTimeLinkRecord;
  invitation: InvitationRecord;
}

/** Undefined: no link has this secret. Rejects with the Problem `gone` where its time is over. */
export async function findInvited(
  records: Records,
  secret: string,
  now: number,
): Promise<Invited | undefined> {
  return await findInvitedByHash(records, hashOfSecret(secret), now);
}

/** The same for who has kept the secret's hash alone. */
export async function findInvitedByHash(
  { oneTimeLinks, invitations }: Records,
  hash: Uint8Array,
  now: number,
): Promise<Invited | undefined> {
  const link = await oneTimeLinks.findByHash('invitation', hash);
  if (!link) return undefined;
  const invitation =
    link.usedAt === null && link.expiresAt > now && link.invitationId !== null
      ? await invitations.find(link.invitationId, now)
      : undefined;
  if (invitation) return { link, invitation };
  throw new Problem(
    'gone',
    'This invitation was accepted or withdrawn, has expired, or has a newer link. Ask whoever invited you for a new one.',
  );
}

type Accepting = Pick<Working, 'records' | 'now'>;

/** Not the invitation's address counts, but who has the link. */
export async function acceptLink(
  { records, now }: Accepting,
  { link, invitation }: Invited,
  { id: userId, email }: Pick<UserRecord, 'id' | 'email'>,
) {
  const { organizationId, organization, role } = invitation;
  if (await records.members.find(organizationId, userId))
    throw new Problem('conflict', `You are a member of ${organization} already.`);
  await records.oneTimeLinks.noteUse(link.id, now);
  await records.invitations.remove(invitation.id);
  const member = { organizationId, userId, email, role, createdAt: now };
  await records.members.insert(member);
  const answer = shownMember(member);
  const scopes = [{ organizationId, projectId: null }];
  const joined = { action: 'member.create', before: null, after: answer, scopes };
  const accepted: Recorded = { before: shownInvitation(invitation), after: null, scopes };
  return { answer, accepted, also: [joined] };
}

/** The whole address, or what is secret of it. */
const LINK = /(?:^|\/invitations\/)([\w-]{43})$/;

export const acceptInvitationLink = change({
  name: 'user_invitation.accept_link',
  summary: 'Accept an invitation by its link, whichever address it was for',
  access: 'own',
  target: installation,
  body: z.strictObject({
    link: z
      .string()
      .max(2048)
      .meta({
        description: 'As whoever invited you passed it on.',
        examples: ['https://dockpass.example.com/invitations/…'],
      }),
  }),
  answer: memberShape,
  mayBeGone: true,
  async change(context, { link }) {
    const { actor, records, now } = context;
    const [, secret = ''] = LINK.exec(link.trim()) ?? [];
    const invited = await findInvited(records, secret, now);
    if (!invited)
      throw new Problem('invalid_request', 'There is no such invitation.', [
        { at: '/link', detail: 'is not the link of an invitation; copy all of it' },
      ]);
    const { answer, accepted, also } = await acceptLink(context, invited, userOf(actor));
    // To the organization there is one way to accept.
    return { ...accepted, answer, also, event: { action: 'user_invitation.accept' } };
  },
});
