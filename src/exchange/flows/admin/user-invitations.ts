import { z } from 'zod';
import type { InvitationRecord } from '../../stores/ports/invitations.ts';
import { userOf } from './actor.ts';
import { id, role, shownTime, time } from './fields.ts';
import { shownInvitation } from './invitations.ts';
import { memberShape, shownMember } from './membership.ts';
import { change, read } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { installation, type Target } from './target.ts';

const shape = z
  .object({
    id,
    organization: z.object({ id, name: z.string() }),
    role,
    invited_by: z.string().meta({ description: 'As audit events show who did something.' }),
    created_at: time,
    expires_at: time,
  })
  .meta({ id: 'UserInvitation', description: 'An invitation, as whoever is invited sees it.' });

function shown(invitation: InvitationRecord): z.input<typeof shape> {
  return {
    id: invitation.id,
    organization: { id: invitation.organizationId, name: invitation.organization },
    role: invitation.role,
    invited_by: invitation.invitedBy,
    created_at: shownTime(invitation.createdAt),
    expires_at: shownTime(invitation.expiresAt),
  };
}

/**
 * For whoever is proven to have the address: who only claims it needs the link. Of the organization it says nothing: who
 * declines is no business of its admins.
 */
const ownInvitation: Target<InvitationRecord> = {
  parameter: 'invitation_id',
  async find(records, { invitation_id = '' }, { user }, now) {
    const entity = await records.invitations.find(invitation_id, now);
    if (!user?.emailProven || entity?.email !== user.email) return undefined;
    if (entity.declinedAt !== null) return undefined;
    return { entity, organizationId: null, projectId: null };
  },
};

export const listUserInvitations = read({
  name: 'user_invitation.list',
  summary: 'Invitations of organizations to you',
  access: 'own',
  target: installation,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ actor, records, now }, query) =>
    pageOf(
      query,
      async (page) => {
        const { email, emailProven } = userOf(actor);
        return emailProven ? await records.invitations.listFor(email, page, now) : [];
      },
      ({ id }) => id,
      shown,
    ),
});

export const getUserInvitation = read({
  name: 'user_invitation.get',
  summary: 'Get an invitation to you',
  access: 'own',
  target: ownInvitation,
  answer: shape,
  read: async ({ entity }) => shown(entity),
});

export const acceptInvitation = change({
  name: 'user_invitation.accept',
  summary: 'Accept an invitation: you are a member from now on, and its admins see that you are',
  access: 'own',
  target: ownInvitation,
  answer: memberShape,
  async change({ actor, entity, records, now }) {
    const { organizationId, email, role } = entity;
    const member = { organizationId, userId: userOf(actor).id, email, role, createdAt: now };
    await records.members.insert(member);
    const answer = shownMember(member);
    const scopes = [{ organizationId, projectId: null }];
    const joined = { action: 'member.create', before: null, after: answer, scopes };
    return { answer, before: shownInvitation(entity), after: null, scopes, also: [joined] };
  },
});

export const declineInvitation = change({
  name: 'user_invitation.decline',
  summary: 'Decline an invitation; the organization is not told that you did',
  access: 'own',
  target: ownInvitation,
  represent: shown,
  async change({ entity, records, now }) {
    await records.invitations.decline(entity.id, now);
    return { answer: null, before: shownInvitation(entity), after: null };
  },
});
