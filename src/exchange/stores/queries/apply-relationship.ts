import type { Transaction, Updateable } from 'kysely';
import type { RelationshipEntry } from '../../policy/document.ts';
import { weightOf } from '../../policy/quotas.ts';
import { repositoryKey, toJson } from '../columns.ts';
import type { Database, TrustRelationshipTable } from '../schema.ts';
import { findIssuerId, findProjectId } from './find-ids.ts';
import type { Author, Change } from './policy-change.ts';

/** Returns the id of the relationship. */
export async function applyRelationship(
  trx: Transaction<Database>,
  { organization, project, before, after }: Change<'trust_relationship'>,
  author: Author,
): Promise<string> {
  if (!after) return await removeRelationship(trx, storedId(before));
  const issuerId = await findIssuerId(trx, after.issuer);
  if (before) return await updateRelationship(trx, storedId(before), issuerId, after);
  const id = author.newId();
  await trx
    .insertInto('trust_relationships')
    .values({
      ...ruleColumns(after),
      id,
      project_id: await findProjectId(trx, organization, project),
      issuer_id: issuerId,
      repository_id: after.repositoryId,
      repository_owner_id: after.repositoryOwnerId,
      created_by: author.actor,
      created_at: author.at,
      last_used_at: null,
      revision: 1,
    })
    .execute();
  return id;
}

async function removeRelationship(trx: Transaction<Database>, id: string): Promise<string> {
  await trx.deleteFrom('trust_relationships').where('id', '=', id).execute();
  return id;
}

/** Ids that the entry leaves out stay as they were pinned. */
async function updateRelationship(
  trx: Transaction<Database>,
  id: string,
  issuerId: string,
  entry: RelationshipEntry,
): Promise<string> {
  const pins: Updateable<TrustRelationshipTable> = {
    ...(entry.repositoryId !== null && { repository_id: entry.repositoryId }),
    ...(entry.repositoryOwnerId !== null && { repository_owner_id: entry.repositoryOwnerId }),
  };
  await trx
    .updateTable('trust_relationships')
    .set(({ eb }) => ({
      ...ruleColumns(entry),
      ...pins,
      issuer_id: issuerId,
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
  return id;
}

function ruleColumns(entry: RelationshipEntry) {
  return {
    repository: entry.repository,
    repository_key: repositoryKey(entry.repository),
    conditions: toJson(entry.conditions),
    weight: weightOf(entry.conditions),
    permissions: toJson(entry.permissions),
    max_lifetime: entry.maxLifetime,
    mode: entry.mode,
    description: entry.description,
    expires_at: entry.expiresAt,
  };
}

function storedId(entry: RelationshipEntry | null): string {
  if (entry?.id === undefined)
    throw new Error('A change to a stored trust relationship must carry its id');
  return entry.id;
}
