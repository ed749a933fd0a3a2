import type { PolicyChange } from '../../policy/plan.ts';
import type { OrganizationRecord } from '../../stores/ports/organizations.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { NewRelationship } from '../../stores/ports/trust-relationships.ts';
import { putBuilder, removeBuilder } from './builders.ts';
import { addIssuer, removeIssuer, switchIssuer } from './issuers.ts';
import { addMember, changeRole, removeMember } from './membership.ts';
import type { Change, Place, Recorded, Working } from './operation.ts';
import { addOrganization, removeOrganization } from './organizations.ts';
import { addProject, changeProject, pathOf, removeProject } from './projects.ts';
import { addRegistry, removeRegistry, setRegistryHosts } from './registries.ts';
import type { StoredPolicy } from './stored-policy.ts';
import { changeRelationship, newRelationship, removeRelationship } from './trust-relationships.ts';
import { addUser, switchUser } from './users.ts';

/** What is recorded of one change of a plan. */
export type Done = Recorded & { action: string };

/**
 * Carries out a plan, each change as the operation of its kind does. What the operations look up was read
 * with the plan, and what they check of a single change the plan was judged for as a whole: no change reads
 * anything by itself. `stored` keeps up with what is made.
 */
export async function carryOutPlan(
  context: Working,
  stored: StoredPolicy,
  changes: readonly PolicyChange[],
): Promise<Done[]> {
  const done: Done[] = [];
  // By far the most of what there is: they are written together.
  const fresh: NewRelationship[] = [];
  const { relationships } = context.records;
  for (const change of changes) {
    if (change.action === 'remove') await relationships.insertAll(fresh.splice(0));
    done.push(...recorded(change, await carryOut(context, stored, change, fresh)));
  }
  await relationships.insertAll(fresh);
  return done;
}

/** A change and what changed along with it, under the names of their operations. */
function recorded({ kind, action }: PolicyChange, { also = [], ...change }: CarriedOut): Done[] {
  return [{ action: `${kind}.${action === 'remove' ? 'delete' : action}`, ...change }, ...also];
}

type CarriedOut = Omit<Change<unknown>, 'answer'>;

type Of<Kind extends PolicyChange['kind']> = Extract<PolicyChange, { kind: Kind }>;

async function carryOut(
  context: Working,
  stored: StoredPolicy,
  change: PolicyChange,
  fresh: NewRelationship[],
): Promise<CarriedOut> {
  switch (change.kind) {
    case 'issuer':
      return await carryOutIssuer(context, stored, change);
    case 'user':
      return await carryOutUser(context, stored, change);
    case 'registry':
      return await carryOutRegistry(context, stored, change);
    case 'organization':
      return await carryOutOrganization(context, stored, change);
    case 'member': {
      const organization = organizationOf(stored, change);
      const done = await carryOutMember(context, stored, organization, change);
      return { place: placeOf(organization), ...done };
    }
    case 'project':
      return await carryOutProject(context, stored, change);
    case 'builder': {
      const project = projectOf(stored, change);
      return {
        place: placeIn(project),
        ...(await carryOutBuilder(context, stored, project, change)),
      };
    }
    case 'trust_relationship': {
      const project = projectOf(stored, change);
      const done = await carryOutRelationship(context, stored, project, change, fresh);
      return { place: placeIn(project), ...done };
    }
  }
}

async function carryOutIssuer(
  context: Working,
  { issuers }: StoredPolicy,
  { action, entry: { url, provider, enabled = true } }: Of<'issuer'>,
): Promise<CarriedOut> {
  if (action === 'create') {
    const { created, change } = await addIssuer(context, { url, provider, enabled });
    issuers.set(url, created);
    return change;
  }
  const issuer = found(issuers.get(url), `issuer ${url}`);
  return action === 'remove'
    ? await removeIssuer(context, issuer)
    : await switchIssuer(context, issuer, enabled);
}

async function carryOutUser(
  context: Working,
  { users }: StoredPolicy,
  { action, entry: { user: email, operator, disabled } }: Of<'user'>,
): Promise<CarriedOut> {
  if (action === 'create') {
    const { created, change } = await addUser(context, { email, operator, disabled });
    users.set(email, created);
    return change;
  }
  return await switchUser(context, found(users.get(email), `user ${email}`), {
    operator,
    disabled,
  });
}

async function carryOutRegistry(
  context: Working,
  { registries }: StoredPolicy,
  { action, entry }: Of<'registry'>,
): Promise<CarriedOut> {
  if (action === 'create') return await addRegistry(context, entry);
  const registry = found(registries.get(entry.name), `registry ${entry.name}`);
  return action === 'remove'
    ? await removeRegistry(context, registry)
    : await setRegistryHosts(context, registry, entry.hosts);
}

async function carryOutOrganization(
  context: Working,
  stored: StoredPolicy,
  change: Of<'organization'>,
): Promise<CarriedOut> {
  if (change.action === 'create') {
    const { created, change: done } = await addOrganization(context, change.organization);
    stored.organizations.set(created.name, created);
    return done;
  }
  const organization = organizationOf(stored, change);
  return { place: placeOf(organization), ...(await removeOrganization(context, organization)) };
}

async function carryOutMember(
  context: Working,
  { users, members }: StoredPolicy,
  { id, name }: OrganizationRecord,
  { action, entry: { user: email, role } }: Of<'member'>,
): Promise<CarriedOut> {
  if (action === 'create') {
    const { user, change } = await addMember(context, id, { email, role, known: users.get(email) });
    users.set(email, user);
    return change;
  }
  const member = found(members.get(id)?.get(email), `member ${email} of ${name}`);
  return action === 'remove'
    ? await removeMember(context, member)
    : await changeRole(context, member, role);
}

async function carryOutProject(
  context: Working,
  stored: StoredPolicy,
  { action, oidcOnly, ...named }: Of<'project'>,
): Promise<CarriedOut> {
  if (action === 'create') {
    const settings = { name: named.project, oidcOnly: oidcOnly ?? false };
    const organization = organizationOf(stored, named);
    const { created, change } = await addProject(context, organization, settings);
    stored.projects.set(`${named.organization}/${named.project}`, created);
    return change;
  }
  const project = projectOf(stored, named);
  const done =
    action === 'remove'
      ? await removeProject(context, project)
      : await changeProject(context, project, { oidcOnly });
  return { place: placeIn(project), ...done };
}

async function carryOutBuilder(
  context: Working,
  { builders }: StoredPolicy,
  project: ProjectRecord,
  { after }: Of<'builder'>,
): Promise<CarriedOut> {
  const builder = builders.get(project.id);
  if (after) return await putBuilder(context, { project, builder }, after);
  return await removeBuilder(context, found(builder, `builder of project ${project.name}`));
}

async function carryOutRelationship(
  context: Working,
  { issuers, relationships }: StoredPolicy,
  project: ProjectRecord,
  { before, after }: Of<'trust_relationship'>,
  fresh: NewRelationship[],
): Promise<CarriedOut> {
  const current =
    before && found(relationships.get(before.id ?? ''), `trust relationship ${before.id}`);
  if (!after)
    return await removeRelationship(context, found(current ?? undefined, 'trust relationship'));
  const issuer = found(issuers.get(after.issuer), `issuer ${after.issuer}`);
  const { id: _, ...entry } = after;
  const terms = { ...entry, issuerId: issuer.id };
  if (current) return await changeRelationship(context, current, terms);
  const { created, change } = newRelationship(context, project, terms);
  fresh.push(created);
  return change;
}

function organizationOf(
  { organizations }: StoredPolicy,
  { organization }: { organization: string },
): OrganizationRecord {
  return found(organizations.get(organization), `organization ${organization}`);
}

function projectOf(
  { projects }: StoredPolicy,
  { organization, project }: { organization: string; project: string },
): ProjectRecord {
  const path = `${organization}/${project}`;
  return found(projects.get(path), `project ${path}`);
}

function placeOf({ id }: OrganizationRecord): Place {
  return { organizationId: id, projectId: null };
}

function placeIn(project: ProjectRecord): Place {
  const { id, organizationId } = project;
  return { organizationId, projectId: id, project: pathOf(project) };
}

/** A plan that was made from what is stored names nothing else. */
function found<Entity>(entity: Entity | undefined, what: string): Entity {
  if (entity === undefined) throw new Error(`There is no ${what}`);
  return entity;
}
