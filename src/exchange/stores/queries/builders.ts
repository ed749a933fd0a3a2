import type { Kysely } from 'kysely';
import type {
  BuilderAuthorityRecord,
  BuilderAuthorityRecords,
  BuilderRecords,
  BuilderStore,
} from '../../builders/builder-store.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';

export function prepareFindBuilder(db: Kysely<Database>): BuilderStore['findBuilder'] {
  const select = prepareQuery(db, ({ projectId, now }: { projectId: string; now: number }) =>
    db
      .selectFrom('builders as b')
      .leftJoin('builder_authorities as a', (join) =>
        join.onRef('a.project_id', '=', 'b.project_id').on('a.expires_at', '>', now),
      )
      .select([
        'b.endpoint',
        'b.server_name as serverName',
        'b.server_ca as serverCa',
        'a.id',
        'a.jwk',
        'a.certificate',
        'a.created_at as createdAt',
        'a.expires_at as expiresAt',
      ])
      .where('b.project_id', '=', projectId)
      .orderBy('a.created_at')
      .orderBy('a.id')
      .limit(1),
  );
  return async (projectId, now) => {
    const [row] = await select({ projectId, now });
    if (!row) return undefined;
    const { endpoint, serverName, serverCa, ...authority } = row;
    return {
      projectId,
      endpoint,
      serverName,
      serverCa,
      authority: authorityOf(projectId, authority),
    };
  };
}

type Joined = {
  [Field in keyof Omit<BuilderAuthorityRecord, 'projectId'>]: BuilderAuthorityRecord[Field] | null;
};

/** All of its columns are null, or none. */
function authorityOf(projectId: string, joined: Joined): BuilderAuthorityRecord | null {
  return joined.id === null ? null : ({ projectId, ...joined } as BuilderAuthorityRecord);
}

export function builderRecords(db: Kysely<Database>): BuilderRecords {
  const select = () =>
    db
      .selectFrom('builders')
      .select([
        'project_id as projectId',
        'endpoint',
        'server_name as serverName',
        'server_ca as serverCa',
        'created_at as createdAt',
      ]);
  return {
    all: () => select().orderBy('project_id').execute(),
    find: (projectId) => select().where('project_id', '=', projectId).executeTakeFirst(),
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
    certificates: () =>
      db
        .selectFrom('builder_authorities')
        .select(['project_id as projectId', 'certificate'])
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
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
