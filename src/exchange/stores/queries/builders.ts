import type { Kysely } from 'kysely';
import type { BuilderAuthorityRecord, BuilderStore } from '../../builders/builder-store.ts';
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
