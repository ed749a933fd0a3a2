import type { Kysely } from 'kysely';
import { fromJson, toFlag, toJson } from '../../columns.ts';
import type {
  ProjectRecord,
  ProjectRecords,
  ProjectTokenRecord,
  ProjectTokenRecords,
} from '../../ports/projects.ts';
import type { Database } from '../../schema.ts';
import { COUNT, countOf } from './count-of.ts';
import { paged } from './page.ts';

export function projectRecords(db: Kysely<Database>): ProjectRecords {
  const select = () =>
    db
      .selectFrom('projects as p')
      .innerJoin('organizations as o', 'o.id', 'p.organization_id')
      .select([
        'p.id',
        'p.organization_id as organizationId',
        'o.name as organization',
        'p.name',
        'p.oidc_only as oidcOnly',
        'p.created_at as createdAt',
      ]);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row): ProjectRecord => ({ ...row, oidcOnly: row.oidcOnly === 1 });
  return {
    async list(organizationId, page) {
      const rows = select().where('p.organization_id', '=', organizationId);
      return (await paged(rows, 'p.id', page).execute()).map(record);
    },
    async find(id) {
      const row = await select().where('p.id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    async findByName(organizationId, name) {
      const row = await select()
        .where('p.organization_id', '=', organizationId)
        .where('p.name', '=', name)
        .executeTakeFirst();
      return row && record(row);
    },
    async insert({ id, organizationId, name, oidcOnly, createdAt }) {
      await db
        .insertInto('projects')
        .values({
          id,
          organization_id: organizationId,
          name,
          oidc_only: toFlag(oidcOnly),
          created_at: createdAt,
        })
        .execute();
    },
    async update(id, { name, oidcOnly }) {
      await db
        .updateTable('projects')
        .set({ name, oidc_only: toFlag(oidcOnly) })
        .where('id', '=', id)
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('projects').where('id', '=', id).execute();
    },
    count: (organizationId) =>
      countOf(
        db.selectFrom('projects').select(COUNT).where('organization_id', '=', organizationId),
      ),
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
