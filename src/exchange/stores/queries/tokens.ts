import type { Kysely, NotNull } from 'kysely';
import { fromJson } from '../columns.ts';
import type { StoredGrant, StoredToken } from '../port.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';

/** Columns that only other kinds of tokens leave empty. */
interface AlwaysOfBuildTokens {
  expiresAt: NotNull;
  relationshipId: NotNull;
}

/** A token whose last project was removed is no longer found. */
export function prepareFindToken(
  db: Kysely<Database>,
): (hash: Uint8Array) => Promise<StoredToken | undefined> {
  const select = prepareQuery(db, ({ hash }: { hash: Uint8Array }) => selectGrants(db, hash));
  return async (hash) => {
    const rows = await select({ hash });
    const [first] = rows;
    if (!first) return undefined;
    return {
      id: first.id,
      kind: 'build',
      hash: first.hash,
      grants: rows.map(grantOf).toSorted(byProject),
      createdAt: first.createdAt,
      expiresAt: first.expiresAt,
      revokedAt: first.revokedAt,
    };
  };
}

type GrantRow = Awaited<ReturnType<ReturnType<typeof selectGrants>['execute']>>[number];

function grantOf(row: GrantRow): StoredGrant {
  return {
    projectId: row.projectId,
    project: `${row.organization}/${row.project}`,
    relationshipId: row.relationshipId,
    permissions: fromJson(row.permissions),
  };
}

/** Not by the database, which sets up a sorter even for the one row that there is as a rule. */
function byProject(one: StoredGrant, other: StoredGrant): number {
  return one.project < other.project ? -1 : 1;
}

function selectGrants(db: Kysely<Database>, hash: Uint8Array) {
  return db
    .selectFrom('tokens as t')
    .innerJoin('token_grants as g', 'g.token_id', 't.id')
    .innerJoin('projects as p', 'p.id', 'g.project_id')
    .innerJoin('organizations as o', 'o.id', 'p.organization_id')
    .select([
      't.id',
      't.hash',
      't.created_at as createdAt',
      't.expires_at as expiresAt',
      't.revoked_at as revokedAt',
      'g.project_id as projectId',
      'o.name as organization',
      'p.name as project',
      'g.relationship_id as relationshipId',
      'g.permissions',
    ])
    .where('t.hash', '=', hash)
    .where('t.kind', '=', 'build')
    .$narrowType<AlwaysOfBuildTokens>();
}
