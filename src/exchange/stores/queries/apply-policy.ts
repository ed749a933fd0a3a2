import type { Transaction } from 'kysely';
import type { PolicyChange } from '../../policy/plan.ts';
import type { Database } from '../schema.ts';
import { applyMember } from './apply-member.ts';
import { applyRelationship } from './apply-relationship.ts';
import { findOrganizationId } from './find-ids.ts';
import type { Author, Change } from './policy-change.ts';

/** Removals take with them what belongs to the removed: the schema cascades. */
export async function applyChange(
  trx: Transaction<Database>,
  change: PolicyChange,
  author: Author,
): Promise<void> {
  switch (change.kind) {
    case 'issuer':
      return await applyIssuer(trx, change, author);
    case 'organization':
      return await applyOrganization(trx, change, author);
    case 'member':
      return await applyMember(trx, change, author);
    case 'project':
      return await applyProject(trx, change, author);
    case 'trust_relationship':
      return await applyRelationship(trx, change, author);
  }
}

async function applyIssuer(
  trx: Transaction<Database>,
  { action, entry: { url, provider } }: Change<'issuer'>,
  { at, newId }: Author,
): Promise<void> {
  if (action === 'remove') await trx.deleteFrom('issuers').where('url', '=', url).execute();
  else
    await trx
      .insertInto('issuers')
      .values({ id: newId(), url, provider, created_at: at })
      .execute();
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
  { action, organization, project }: Change<'project'>,
  { at, newId }: Author,
): Promise<void> {
  const organizationId = await findOrganizationId(trx, organization);
  if (action === 'remove')
    await trx
      .deleteFrom('projects')
      .where('organization_id', '=', organizationId)
      .where('name', '=', project)
      .execute();
  else
    await trx
      .insertInto('projects')
      .values({ id: newId(), organization_id: organizationId, name: project, created_at: at })
      .execute();
}
