import { z } from 'zod';
import { hashOfSecret, secretText } from '../../sessions/session.ts';
import type { InvitationRecord } from '../../stores/ports/invitations.ts';
import type { OrganizationRecord } from '../../stores/ports/organizations.ts';
import type { Role } from '../../tokens/roles.ts';
import { email, id, role, shownTime, time } from './fields.ts';
import { type Context, change, read, type Working } from './operation.ts';
import { organization } from './organizations.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { Problem } from './problem.ts';
import { requireMemberRoom } from './room.ts';
import type { Target } from './target.ts';

/** Seconds for which an invitation can be accepted. */
const INVITED_FOR = 14 * 24 * 60 * 60;

const shape = z
  .object({
    id,
    organization_id: id,
    email: z.string(),
    role,
    invited_by: z.string().meta({ description: 'As audit events show who did something.' }),
    created_at: time,
    expires_at: time,
  })
  .meta({ id: 'Invitation', description: 'Asks somebody to become a member.' });

const link = z
  .string()
  .nullable()
  .meta({
    description:
      'Where the invited person accepts; it works once. Shown this once; null when the request is repeated.',
    examples: ['https://dockpass.example.com/invitations/…'],
  });

const newShape = shape
  .extend({ link })
  .meta({ id: 'NewInvitation', description: 'An invitation with the link to pass on.' });

/**
 * The same whether or not a user has the e-mail address, and whether or not they declined: of whoever
 * is invited nothing shows before they accept.
 */
export function shownInvitation(invitation: InvitationRecord): z.input<typeof shape> {
  return {
    id: invitation.id,
    organization_id: invitation.organizationId,
    email: invitation.email,
    role: invitation.role,
    invited_by: invitation.invitedBy,
    created_at: shownTime(invitation.createdAt),
    expires_at: shownTime(invitation.expiresAt),
  };
}

const invitation: Target<InvitationRecord> = {
  parameter: 'invitation_id',
  async find(records, { invitation_id = '' }, _, now) {
    const entity = await records.invitations.find(invitation_id, now);
    return entity && { entity, organizationId: entity.organizationId, projectId: null };
  },
};

export const listInvitations = read({
  name: 'invitation.list',
  summary: 'Invitations of an organization that nobody has accepted so far',
  access: 'admin',
  target: organization,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ entity, records, now }, query) =>
    pageOf(
      query,
      (page) => records.invitations.list(entity.id, page, now),
      ({ id }) => id,
      shownInvitation,
    ),
});

export const createInvitation = change({
  name: 'invitation.create',
  summary:
    'Invite somebody by e-mail address; they have 14 days to accept, with the link that is answered',
  access: 'admin',
  target: organization,
  body: z.strictObject({ email, role }),
  answer: newShape,
  secret: 'link',
  async change(context, body) {
    const { actor, entity } = context;
    const created = await invite(context, entity, { ...body, by: actor.name });
    const after = shownInvitation(created);
    return { answer: { ...after, link: await linkTo(context, created) }, before: null, after };
  },
});

export const createInvitationLink = change({
  name: 'invitation_link.create',
  summary: 'Create a new link for an invitation; the one before no longer works',
  access: 'admin',
  target: invitation,
  answer: z.object({ link, expires_at: time }).meta({ id: 'InvitationLink' }),
  secret: 'link',
  async change(context) {
    const { entity } = context;
    const after = { invitation_id: entity.id, expires_at: shownTime(entity.expiresAt) };
    const link = await linkTo(context, entity);
    return { answer: { link, expires_at: after.expires_at }, before: null, after };
  },
});

/** For as long as the invitation; another one ends. */
async function linkTo(
  { records, random, now, settings }: Working,
  { id, expiresAt }: InvitationRecord,
): Promise<string> {
  const secret = secretText(random);
  await records.oneTimeLinks.replace({
    id: random.id(),
    kind: 'invitation',
    hash: hashOfSecret(secret),
    invitationId: id,
    createdAt: now,
    expiresAt,
  });
  return `${settings.url}/invitations/${secret}`;
}

/** Of users it looks at none but the members, whom the organization sees anyway. */
async function invite(
  { records, random, now }: Pick<Context<unknown>, 'records' | 'random' | 'now'>,
  inviting: OrganizationRecord,
  { email, role, by: invitedBy }: { email: string; role: Role; by: string },
): Promise<InvitationRecord> {
  const { id: organizationId, name: organization } = inviting;
  if (await records.members.findByEmail(organizationId, email))
    throw new Problem('conflict', `${email} is a member already; change their role instead.`);
  if (await records.invitations.findByEmail(organizationId, email, now))
    throw new Problem(
      'conflict',
      `${email} is invited already; to change the role, delete that invitation first.`,
    );
  await requireMemberRoom(records, inviting, now);
  const created = {
    id: random.id(),
    organizationId,
    organization,
    email,
    role,
    invitedBy,
    createdAt: now,
    expiresAt: now + INVITED_FOR,
    declinedAt: null,
  };
  await records.invitations.insert(created);
  return created;
}

export const getInvitation = read({
  name: 'invitation.get',
  summary: 'Get an invitation that nobody has accepted so far',
  access: 'admin',
  target: invitation,
  answer: shape,
  read: async ({ entity }) => shownInvitation(entity),
});

export const deleteInvitation = change({
  name: 'invitation.delete',
  summary: 'Withdraw an invitation; nobody can accept it any more',
  access: 'admin',
  target: invitation,
  represent: shownInvitation,
  async change({ entity, records }) {
    await records.invitations.remove(entity.id);
    return { answer: null, before: shownInvitation(entity), after: null };
  },
});
