import { z } from 'zod';
import type { OrganizationRecord } from '../../stores/ports/organizations.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { userOf } from './actor.ts';
import { email, id, name, shownTime, time } from './fields.ts';
import { join, shownMember } from './membership.ts';
import { change, read, type Working } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { Problem } from './problem.ts';
import { referencedOrganization } from './references.ts';
import { installation, type Target } from './target.ts';

const shape = z
  .object({ id, name, created_at: time })
  .meta({ id: 'Organization', description: 'A tenant with members and projects.' });

function shown({ id, name, createdAt }: OrganizationRecord): z.input<typeof shape> {
  return { id, name, created_at: shownTime(createdAt) };
}

export const organization: Target<OrganizationRecord> = {
  parameter: 'organization_id',
  async find(records, { organization_id = '' }) {
    const entity = await referencedOrganization(records, organization_id);
    return entity && { entity, organizationId: entity.id, projectId: null };
  },
};

export const listOrganizations = read({
  name: 'organization.list',
  summary: 'Organizations that you belong to; for an operator all of them',
  access: 'user',
  target: installation,
  query: pageQuery,
  answer: listOf(shape),
  async read({ actor, operator, records }, query) {
    const own = operator ? null : await records.members.membershipsOf(userOf(actor).id);
    const only = own?.map(({ id }) => id) ?? null;
    return await pageOf(
      query,
      (page) => records.organizations.list(page, only),
      ({ id }) => id,
      shown,
    );
  },
});

export const createOrganization = change({
  name: 'organization.create',
  summary: 'Create an organization',
  access: 'operator',
  target: installation,
  body: z.strictObject({
    name,
    admin: email.optional().meta({ description: 'Its first admin. Left out: you.' }),
  }),
  answer: shape,
  async change(context, body) {
    const { created, change: made } = await addOrganization(context, body.name);
    const { scopes } = made;
    const known =
      body.admin === undefined
        ? await actingUser(context)
        : await context.records.users.findByEmail(body.admin);
    const admin = body.admin ?? known?.email;
    // The operator on the machine is nobody who could be its admin.
    if (admin === undefined) return made;
    const { member, also } = await join(context, created.id, {
      email: admin,
      role: 'admin',
      known,
    });
    const joined = { action: 'member.create', before: null, after: shownMember(member), scopes };
    return { ...made, also: [...also, joined] };
  },
});

async function actingUser({ actor, records }: Working): Promise<UserRecord | undefined> {
  return actor.user === null ? undefined : await records.users.find(actor.user.id);
}

/** Without members. */
export async function addOrganization({ records, random, now }: Working, name: string) {
  const created = { id: random.id(), name, createdAt: now };
  await records.organizations.insert(created);
  const answer = shown(created);
  const scopes = [{ organizationId: created.id, projectId: null }];
  return { created, change: { answer, before: null, after: answer, scopes } };
}

export const getOrganization = read({
  name: 'organization.get',
  summary: 'Get an organization',
  access: 'member',
  target: organization,
  answer: shape,
  read: async ({ entity }) => shown(entity),
});

/**
 * Names are the installation's: jobs write them, and whoever could choose their own would learn which are
 * taken, or take one that others gave up, and be sent the jobs that still name it.
 */
export const updateOrganization = change({
  name: 'organization.update',
  summary: "Rename an organization; its projects' URLs change with it",
  access: 'operator',
  instead: 'Ask one of them to rename it.',
  target: organization,
  body: z.strictObject({ name }),
  answer: shape,
  represent: shown,
  async change({ entity, records }, body) {
    await records.organizations.rename(entity.id, body.name);
    const answer = shown({ ...entity, name: body.name });
    return { answer, before: shown(entity), after: answer };
  },
});

export const deleteOrganization = change({
  name: 'organization.delete',
  summary: 'Delete an organization without projects',
  access: 'operator',
  target: organization,
  represent: shown,
  async change(context) {
    const { entity, records } = context;
    const [project] = await records.projects.list(entity.id, { after: null, limit: 1 });
    if (project)
      throw new Problem('conflict', 'The organization still has projects; delete them first.');
    return await removeOrganization(context, entity);
  },
});

export async function removeOrganization({ records }: Working, organization: OrganizationRecord) {
  await records.organizations.remove(organization.id);
  return { answer: null, before: shown(organization), after: null };
}
