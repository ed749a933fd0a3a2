import type { ExpressionBuilder, Kysely, NotNull } from 'kysely';
import type { TokenKind } from '../../../protocol/token-kinds.ts';
import type {
  StoredBuildToken,
  StoredGrant,
  StoredProjectToken,
  StoredTokens,
  StoredUserToken,
  TokenRecords,
} from '../../tokens/token-store.ts';
import { fromJson, toJson } from '../columns.ts';
import type {
  ProjectTokenRecord,
  ProjectTokenRecords,
  UserTokenRecord,
  UserTokenRecords,
} from '../ports/tokens.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';
import { COUNT, countOf, paged } from './lists.ts';
import { generation } from './trust-relationships.ts';

type Key = Uint8Array | string;

/** A token whose last project was removed or revoked is no longer found. */
export function prepareFindToken(db: Kysely<Database>, by: 'hash' | 'id') {
  const find: { [Kind in TokenKind]: (key: Key) => Promise<StoredTokens[Kind] | undefined> } = {
    build: prepareFindBuildToken(db, by),
    project: prepareFindProjectToken(db, by),
    user: prepareFindUserToken(db, by),
  };
  return <Kind extends TokenKind>(kind: Kind, key: Key): Promise<StoredTokens[Kind] | undefined> =>
    find[kind](key);
}

/**
 * A build token with the grants that still hold. Of a grant nothing is found once its project or
 * its trust relationship is gone, or was revoked in bulk since; nor of one for a revoked run.
 */
function prepareFindBuildToken(db: Kysely<Database>, by: 'hash' | 'id') {
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

function prepareFindProjectToken(db: Kysely<Database>, by: 'hash' | 'id') {
  const select = prepareQuery(db, ({ key }: { key: Key }) =>
    db
      .selectFrom('project_tokens as t')
      .innerJoin('projects as p', 'p.id', 't.project_id')
      .innerJoin('organizations as o', 'o.id', 'p.organization_id')
      .select([
        't.id',
        't.hash',
        't.permissions',
        't.created_at as createdAt',
        't.expires_at as expiresAt',
        't.revoked_at as revokedAt',
        't.last_used_at as lastUsedAt',
        't.project_id as projectId',
        'p.organization_id as organizationId',
        'p.oidc_only as oidcOnly',
        'p.name as project',
        'o.name as organization',
      ])
      .where(`t.${by}`, '=', key),
  );
  return async (key: Key): Promise<StoredProjectToken | undefined> => {
    const [row] = await select({ key });
    if (!row) return undefined;
    const { organization, project, permissions, oidcOnly, ...rest } = row;
    return {
      kind: 'project',
      ...rest,
      project: `${organization}/${project}`,
      permissions: fromJson(permissions),
      oidcOnly: oidcOnly === 1,
    };
  };
}

function prepareFindUserToken(db: Kysely<Database>, by: 'hash' | 'id') {
  const select = prepareQuery(db, ({ key }: { key: Key }) =>
    db
      .selectFrom('user_tokens as t')
      .innerJoin('users as u', 'u.id', 't.user_id')
      .leftJoin('members as m', 'm.user_id', 'u.id')
      .select([
        't.id',
        't.hash',
        't.created_at as createdAt',
        't.expires_at as expiresAt',
        't.revoked_at as revokedAt',
        't.last_used_at as lastUsedAt',
        'u.id as userId',
        'u.email',
        'u.claimed_email as claimedEmail',
        'u.operator',
        'u.disabled_at as disabledAt',
        'm.organization_id as organizationId',
        'm.role',
      ])
      .where(`t.${by}`, '=', key),
  );
  return async (key: Key): Promise<StoredUserToken | undefined> => {
    const rows = await select({ key });
    const [first] = rows;
    if (!first) return undefined;
    const { userId, email, claimedEmail, operator, disabledAt, ...rest } = first;
    const { organizationId: _, role: __, ...token } = rest;
    return {
      kind: 'user',
      ...token,
      user: {
        id: userId,
        email: claimedEmail ?? email,
        emailProven: claimedEmail === null,
        operator: operator === 1,
        disabledAt,
      },
      memberships: rows.flatMap(({ organizationId, role }) =>
        organizationId && role ? [{ organizationId, role }] : [],
      ),
    };
  };
}

export function tokenRecords(db: Kysely<Database>): TokenRecords {
  return {
    find: (kind, hash) => prepareFindToken(db, 'hash')(kind, hash),
    findById: (kind, id) => prepareFindToken(db, 'id')(kind, id),
    async revokeBuildToken(id, at) {
      await db
        .updateTable('tokens')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
    },
  };
}

export function projectTokenRecords(db: Kysely<Database>): ProjectTokenRecords {
  const select = () =>
    db
      .selectFrom('project_tokens')
      .select([
        'id',
        'project_id as projectId',
        'description',
        'permissions',
        'created_by as createdBy',
        'created_at as createdAt',
        'expires_at as expiresAt',
        'revoked_at as revokedAt',
        'last_used_at as lastUsedAt',
      ]);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row): ProjectTokenRecord => ({
    ...row,
    permissions: fromJson(row.permissions),
  });
  return {
    async list(projectId, page) {
      const rows = select().where('project_id', '=', projectId);
      return (await paged(rows, 'id', page).execute()).map(record);
    },
    async find(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    countUnrevoked: (projectId) =>
      countOf(
        db
          .selectFrom('project_tokens')
          .select(COUNT)
          .where('project_id', '=', projectId)
          .where('revoked_at', 'is', null),
      ),
    async countLive(projectId, { now, since }) {
      const live = db
        .selectFrom('project_tokens')
        .select(COUNT)
        .where('project_id', '=', projectId)
        .where('revoked_at', 'is', null)
        .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]));
      return {
        live: await countOf(live),
        used: await countOf(live.where('last_used_at', '>=', since)),
      };
    },
    async insert(token) {
      await db
        .insertInto('project_tokens')
        .values({
          id: token.id,
          project_id: token.projectId,
          hash: token.hash,
          description: token.description,
          permissions: toJson(token.permissions),
          created_by: token.createdBy,
          created_at: token.createdAt,
          expires_at: token.expiresAt,
          revoked_at: token.revokedAt,
          last_used_at: token.lastUsedAt,
        })
        .execute();
    },
    async setDescription(id, description) {
      await db.updateTable('project_tokens').set({ description }).where('id', '=', id).execute();
    },
    async revoke(id, at) {
      await db
        .updateTable('project_tokens')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
    },
  };
}

export function userTokenRecords(db: Kysely<Database>): UserTokenRecords {
  const select = () =>
    db
      .selectFrom('user_tokens')
      .select([
        'id',
        'user_id as userId',
        'description',
        'created_at as createdAt',
        'expires_at as expiresAt',
        'revoked_at as revokedAt',
        'last_used_at as lastUsedAt',
      ]);
  return {
    list: (userId, page) => paged(select().where('user_id', '=', userId), 'id', page).execute(),
    find: (id): Promise<UserTokenRecord | undefined> =>
      select().where('id', '=', id).executeTakeFirst(),
    countUnrevoked: (userId) =>
      countOf(
        db
          .selectFrom('user_tokens')
          .select(COUNT)
          .where('user_id', '=', userId)
          .where('revoked_at', 'is', null),
      ),
    async insert(token) {
      await db
        .insertInto('user_tokens')
        .values({
          id: token.id,
          user_id: token.userId,
          hash: token.hash,
          description: token.description,
          created_at: token.createdAt,
          expires_at: token.expiresAt,
          revoked_at: token.revokedAt,
          last_used_at: token.lastUsedAt,
        })
        .execute();
    },
    async rename(id, description) {
      await db.updateTable('user_tokens').set({ description }).where('id', '=', id).execute();
    },
    async revoke(id, at) {
      await db
        .updateTable('user_tokens')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
    },
  };
}
