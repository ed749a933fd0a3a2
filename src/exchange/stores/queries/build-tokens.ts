import type { ExpressionBuilder, Kysely, NotNull } from 'kysely';
import type { StoredBuildToken, StoredGrant } from '../../tokens/token-store.ts';
import { fromJson } from '../columns.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';
import { generation } from './generation.ts';

/**
 * A build token with the grants that still hold. Of a grant nothing is found once its project or
 * its trust relationship is gone, or was revoked in bulk since; nor of one for a revoked run.
 */
export function prepareFindBuildToken(db: Kysely<Database>, by: 'hash' | 'id') {
  const select = prepareQuery(db, ({ key }: { key: Uint8Array | string }) =>
    selectGrants(db).where(`t.${by}`, '=', key),
  );
  return async (key: Uint8Array | string): Promise<StoredBuildToken | undefined> => {
    const rows = await select({ key });
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
      parent:
        first.parentKind && first.parentId ? { kind: first.parentKind, id: first.parentId } : null,
    };
  };
}

type GrantRow = Awaited<ReturnType<ReturnType<typeof selectGrants>['execute']>>[number];

function grantOf(row: GrantRow): StoredGrant {
  return {
    projectId: row.projectId,
    organizationId: row.organizationId,
    project: `${row.organization}/${row.project}`,
    relationshipId: row.relationshipId,
    permissions: fromJson(row.permissions),
  };
}

/** Not by the database, which sets up a sorter even for the one row that there is as a rule. */
function byProject(one: StoredGrant, other: StoredGrant): number {
  return one.project < other.project ? -1 : 1;
}

function selectGrants(db: Kysely<Database>) {
  return db
    .selectFrom('tokens as t')
    .innerJoin('token_grants as g', 'g.token_id', 't.id')
    .innerJoin('projects as p', 'p.id', 'g.project_id')
    .innerJoin('organizations as o', 'o.id', 'p.organization_id')
    .leftJoin('trust_relationships as r', 'r.id', 'g.relationship_id')
    .leftJoin('issuers as i', 'i.id', 'r.issuer_id')
    .select([
      't.id',
      't.hash',
      't.created_at as createdAt',
      't.expires_at as expiresAt',
      't.revoked_at as revokedAt',
      't.parent_kind as parentKind',
      't.parent_id as parentId',
      'g.project_id as projectId',
      'p.organization_id as organizationId',
      'o.name as organization',
      'p.name as project',
      'g.relationship_id as relationshipId',
      'g.permissions',
    ])
    .where((grant) =>
      grant.or([
        grant('g.generation', '=', generation),
        grant.and([
          grant('g.relationship_id', 'is', null),
          grant('g.generation', '=', grant.ref('p.generation')),
        ]),
      ]),
    )
    .where((grant) => grant.not(grant.exists(revokedRun(grant))))
    .$narrowType<{ expiresAt: NotNull }>();
}

type GrantTables = Database & { t: Database['tokens']; g: Database['token_grants'] };

function revokedRun(grant: ExpressionBuilder<GrantTables, 't' | 'g'>) {
  return grant
    .selectFrom('revoked_runs as v')
    .select('v.run_id')
    .whereRef('v.issuer', '=', 't.issuer')
    .whereRef('v.run_id', '=', 't.run_id')
    .whereRef('v.project_id', '=', 'g.project_id');
}
