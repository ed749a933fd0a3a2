import type { Transaction } from 'kysely';
import type { AuditScope } from '../../audit/event.ts';
import type { PolicyChange } from '../../policy/plan.ts';
import type { Database } from '../schema.ts';
import { applyMember } from './apply-member.ts';
import { applyRelationship } from './apply-relationship.ts';
import { applyUser } from './apply-user.ts';
import { builderRecords } from './builders.ts';
import { changeScopes } from './change-scopes.ts';
import { findIssuerId, findOrganizationId, findProjectId } from './find-ids.ts';
import { issuerRecords } from './issuers.ts';
import type { Author, Change } from './policy-change.ts';
import { projectRecords } from './projects.ts';
import { registryRecords } from './registries.ts';

/** Carries out the change, and returns whose admins may read of it. */
export async function applyChange(
  trx: Transaction<Database>,
  change: PolicyChange,
  author: Author,
): Promise<AuditScope[]> {
  if (change.kind === 'trust_relationship') {
    const relationships = [await applyRelationship(trx, change, author)];
    return (await changeScopes(trx, change)).map((scope) => ({ ...scope, relationships }));
  }
  // What is removed has no id afterwards, and what is created none before.
  const before = change.action === 'remove' ? await changeScopes(trx, change) : null;
  await carryOut(trx, change, author);
  return before ?? (await changeScopes(trx, change));
}

/** Removals take with them what belongs to the removed: the schema cascades. */
async function carryOut(
  trx: Transaction<Database>,
  change: Exclude<PolicyChange, Change<'trust_relationship'>>,
  author: Author,
): Promise<void> {
  switch (change.kind) {
    case 'issuer':
      return await applyIssuer(trx, change, author);
    case 'user':
      return await applyUser(trx, change, author);
    case 'registry':
      return await applyRegistry(trx, change, author);
    case 'organization':
      return await applyOrganization(trx, change, author);
    case 'member':
      return await applyMember(trx, change, author);
    case 'project':
      return await applyProject(trx, change, author);
    case 'builder':
      return await applyBuilder(trx, change, author);
  }
}

async function applyIssuer(
  trx: Transaction<Database>,
  { action, entry: { url, provider, enabled = true } }: Change<'issuer'>,
  { at, newId }: Author,
): Promise<void> {
  const issuers = issuerRecords(trx);
  if (action === 'create')
    return await issuers.insert({ id: newId(), url, provider, enabled, createdAt: at });
  const id = await findIssuerId(trx, url);
  if (action === 'remove') await issuers.remove(id);
  else await issuers.setEnabled(id, enabled);
}

async function applyRegistry(
  trx: Transaction<Database>,
  { action, entry: { name, hosts } }: Change<'registry'>,
  { at, newId }: Author,
): Promise<void> {
  const registries = registryRecords(trx);
  if (action === 'create')
    return await registries.insert({ id: newId(), name, hosts, createdAt: at });
  const stored = await registries.findByName(name);
  if (!stored) throw new Error(`There is no registry ${name} to ${action}`);
  if (action === 'remove') await registries.remove(stored.id);
  else await registries.setHosts(stored.id, hosts);
}

async function applyOrganization(
  trx: Transaction<Database>,
  { action, organization }: Change<'organization'>,
  { at, newId }: Author,
): Promise<void> {
  if (action === 'remove')
    await trx.deleteFrom('organizations').where('name', '=', organization).execute();
  else
    await trx
      .insertInto('organizations')
      .values({ id: newId(), name: organization, created_at: at })
      .execute();
}

async function applyProject(
  trx: Transaction<Database>,
  { action, organization, project: name, oidcOnly = false }: Change<'project'>,
  { at, newId }: Author,
): Promise<void> {
  const projects = projectRecords(trx);
  if (action === 'create') {
    const organizationId = await findOrganizationId(trx, organization);
    return await projects.insert({ id: newId(), organizationId, name, oidcOnly, createdAt: at });
  }
  const id = await findProjectId(trx, organization, name);
  if (action === 'remove') await projects.remove(id);
  else await projects.update(id, { name, oidcOnly });
}

async function applyBuilder(
  trx: Transaction<Database>,
  { organization, project, after }: Change<'builder'>,
  { at }: Author,
): Promise<void> {
  const builders = builderRecords(trx);
  const projectId = await findProjectId(trx, organization, project);
  if (!after) return await builders.remove(projectId);
  const stored = await builders.find(projectId);
  await builders.put({ projectId, ...after, createdAt: stored?.createdAt ?? at });
}
