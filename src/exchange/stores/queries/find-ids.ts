import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/** The ids behind the names of a policy document; each throws if there is none. */

export async function findIssuerId(db: Kysely<Database>, url: string): Promise<string> {
  const row = await db
    .selectFrom('issuers')
    .select('id')
    .where('url', '=', url)
    .executeTakeFirstOrThrow(() => new Error(`There is no issuer ${url}`));
  return row.id;
}

export async function findOrganizationId(db: Kysely<Database>, name: string): Promise<string> {
  const row = await db
    .selectFrom('organizations')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow(() => new Error(`There is no organization ${name}`));
  return row.id;
}

export async function findProjectId(
  db: Kysely<Database>,
  organization: string,
  project: string,
): Promise<string> {
  const row = await db
    .selectFrom('projects as p')
    .innerJoin('organizations as o', 'o.id', 'p.organization_id')
    .select('p.id')
    .where('o.name', '=', organization)
    .where('p.name', '=', project)
    .executeTakeFirstOrThrow(() => new Error(`There is no project ${organization}/${project}`));
  return row.id;
}
