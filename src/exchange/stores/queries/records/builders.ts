import type { Kysely } from 'kysely';
import type { BuilderAuthorityRecords, BuilderRecords } from '../../../builders/builder-store.ts';
import type { Database } from '../../schema.ts';

export function builderRecords(db: Kysely<Database>): BuilderRecords {
  return {
    find: (projectId) =>
      db
        .selectFrom('builders')
        .select([
          'project_id as projectId',
          'endpoint',
          'server_name as serverName',
          'server_ca as serverCa',
          'created_at as createdAt',
        ])
        .where('project_id', '=', projectId)
        .executeTakeFirst(),
    async put({ projectId, endpoint, serverName, serverCa, createdAt }) {
      const settings = {
        endpoint,
        server_name: serverName,
        server_ca: serverCa,
        created_at: createdAt,
      };
      await db
        .insertInto('builders')
        .values({ project_id: projectId, ...settings })
        .onConflict((conflict) => conflict.column('project_id').doUpdateSet(settings))
        .execute();
    },
    async remove(projectId) {
      await db.deleteFrom('builders').where('project_id', '=', projectId).execute();
    },
  };
}

export function builderAuthorityRecords(db: Kysely<Database>): BuilderAuthorityRecords {
  const select = () =>
    db
      .selectFrom('builder_authorities')
      .select([
        'id',
        'project_id as projectId',
        'jwk',
        'certificate',
        'created_at as createdAt',
        'expires_at as expiresAt',
      ]);
  return {
    list: (projectId) =>
      select().where('project_id', '=', projectId).orderBy('created_at').orderBy('id').execute(),
    find: (id) => select().where('id', '=', id).executeTakeFirst(),
    async insert({ id, projectId, jwk, certificate, createdAt, expiresAt }) {
      await db
        .insertInto('builder_authorities')
        .values({
          id,
          project_id: projectId,
          jwk,
          certificate,
          created_at: createdAt,
          expires_at: expiresAt,
        })
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('builder_authorities').where('id', '=', id).execute();
    },
  };
}
