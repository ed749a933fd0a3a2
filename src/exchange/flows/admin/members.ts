import { z } from 'zod';
import type { MemberRecord } from '../../stores/ports/organizations.ts';
import { email, role } from './fields.ts';
import { addMember, changeRole, memberShape, removeMember, shownMember } from './membership.ts';
import { type Context, change, read } from './operation.ts';
import { organization } from './organizations.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { Problem } from './problem.ts';
import { referencedMember, referencedOrganization } from './references.ts';
import { requireMemberRoom } from './room.ts';
import type { Target } from './target.ts';

const member: Target<MemberRecord> = {
  parameter: 'user_id',
  async find(records, { organization_id = '', user_id = '' }) {
    const owner = await referencedOrganization(records, organization_id);
    const entity = owner && (await referencedMember(records, owner.id, user_id));
    if (!entity) return undefined;
    const { organizationId, userId } = entity;
    return { entity, organizationId, projectId: null, userId };
  },
};

export const listMembers = read({
  name: 'member.list',
  summary: 'Members of an organization',
  access: 'member',
  target: organization,
  query: pageQuery,
  answer: listOf(memberShape),
  read: ({ entity, records }, query) =>
    pageOf(
      query,
      (page) => records.members.list(entity.id, page),
      ({ userId }) => userId,
      shownMember,
    ),
});

export const createMember = change({
  name: 'member.create',
  summary: 'Add a member without asking them; if nobody has the e-mail address, a user is created',
  access: 'operator',
  instead: 'Invite them instead.',
  target: organization,
  body: z.strictObject({ email, role }),
  answer: memberShape,
  async change(context, body) {
    const { entity, records } = context;
    const user = await records.users.findByEmail(body.email);
    if (await records.members.findByEmail(entity.id, body.email))
      throw new Problem(
        'conflict',
        `${body.email} is a member already; change their role instead.`,
      );
    await requireMemberRoom(records, entity, context.now);
    return (await addMember(context, entity.id, { ...body, known: user })).change;
  },
});

export const getMember = read({
  name: 'member.get',
  summary: 'Get a member',
  access: 'member',
  target: member,
  answer: memberShape,
  read: async ({ entity }) => shownMember(entity),
});

export const updateMember = change({
  name: 'member.update',
  summary: "Change a member's role; an organization keeps an admin",
  access: 'admin',
  target: member,
  body: z.strictObject({ role }),
  answer: memberShape,
  represent: shownMember,
  async change(context, body) {
    const change = await changeRole(context, context.entity, body.role);
    await requireAdminLeft(context);
    return change;
  },
});

export const deleteMember = change({
  name: 'member.delete',
  summary: 'Remove a member, or leave; an organization keeps an admin',
  access: 'self',
  target: member,
  represent: shownMember,
  async change(context) {
    const change = await removeMember(context, context.entity);
    await requireAdminLeft(context);
    return change;
  },
});

/** What was done is rolled back, if it took away the last admin; operators may. */
async function requireAdminLeft({ entity, operator, records }: Context<MemberRecord>) {
  if (operator || entity.role !== 'admin') return;
  if ((await records.members.countAdmins(entity.organizationId)) === 0)
    throw new Problem(
      'conflict',
      'An organization keeps at least one admin; make another member one first.',
    );
}
