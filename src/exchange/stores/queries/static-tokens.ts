import type { Kysely } from 'kysely';
import type { StoredProjectToken, StoredUserToken } from '../../tokens/token-store.ts';
import { fromJson } from '../columns.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';

type Key = Uint8Array | string;

export function prepareFindProjectToken(db: Kysely<Database>, by: 'hash' | 'id') {
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

export function prepareFindUserToken(db: Kysely<Database>, by: 'hash' | 'id') {
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
    const { userId, email, operator, disabledAt, organizationId: _, role: __, ...token } = first;
    return {
      kind: 'user',
      ...token,
      user: { id: userId, email, operator: operator === 1, disabledAt },
      memberships: rows.flatMap(({ organizationId, role }) =>
        organizationId && role ? [{ organizationId, role }] : [],
      ),
    };
  };
}
