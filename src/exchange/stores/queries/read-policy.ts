import type { Kysely } from 'kysely';
import type {
  BuilderEntry,
  MemberEntry,
  OrganizationEntry,
  PolicyDocument,
  ProjectEntry,
  RegistryEntry,
  RelationshipEntry,
  UserEntry,
} from '../../policy/document.ts';
import { conditionsOf, fromJson } from '../columns.ts';
import type { Database } from '../schema.ts';
import { RULE_COLUMNS } from './trust-relationships.ts';

/** Everything by name, relationships in the order in which they were made. */
export async function readPolicy(db: Kysely<Database>): Promise<PolicyDocument> {
  const issuers = await db
    .selectFrom('issuers')
    .select(['url', 'provider', 'enabled'])
    .orderBy('url')
    .execute();
  const organizations = await db
    .selectFrom('organizations')
    .select(['id', 'name'])
    .orderBy('name')
    .execute();
  const members = await readMembers(db);
  const projects = await readProjects(db);
  const registries = await readRegistries(db);
  return {
    issuers: issuers.map(({ enabled, ...issuer }) => ({ ...issuer, enabled: enabled === 1 })),
    users: await readUsers(db),
    organizations: organizations.map(
      ({ id, name }): OrganizationEntry => ({
        name,
        members: members.get(id) ?? [],
        projects: projects.get(id) ?? [],
      }),
    ),
    ...(registries.length > 0 && { registries }),
  };
}

async function readRegistries(db: Kysely<Database>): Promise<RegistryEntry[]> {
  const rows = await db
    .selectFrom('registries')
    .select(['name', 'hosts'])
    .orderBy('name')
    .execute();
  return rows.map(({ name, hosts }) => ({ name, hosts: fromJson(hosts) }));
}

async function readUsers(db: Kysely<Database>): Promise<UserEntry[]> {
  const rows = await db
    .selectFrom('users')
    .select(['email', 'operator', 'disabled_at as disabledAt'])
    .orderBy('email')
    .execute();
  return rows.map(({ email, operator, disabledAt }) => ({
    user: email,
    operator: operator === 1,
    disabled: disabledAt !== null,
  }));
}

async function readMembers(db: Kysely<Database>): Promise<Map<string, MemberEntry[]>> {
  const rows = await db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.organization_id as organizationId', 'u.email', 'm.role'])
    .orderBy('u.email')
    .execute();
  return grouped(rows, (row) => [row.organizationId, { user: row.email, role: row.role }]);
}

async function readProjects(db: Kysely<Database>): Promise<Map<string, ProjectEntry[]>> {
  const relationships = await readRelationships(db);
  const builders = await readBuilders(db);
  const authorities = await readBuilderAuthorities(db);
  const rows = await db
    .selectFrom('projects')
    .select(['id', 'organization_id as organizationId', 'name', 'oidc_only as oidcOnly'])
    .orderBy('name')
    .execute();
  return grouped(rows, (row) => {
    const builder = builders.get(row.id);
    const builderAuthorities = authorities.get(row.id);
    const project = {
      name: row.name,
      oidcOnly: row.oidcOnly === 1,
      ...(builder && { builder }),
      ...(builderAuthorities && { builderAuthorities }),
      trustRelationships: relationships.get(row.id) ?? [],
    };
    return [row.organizationId, project];
  });
}

async function readBuilders(db: Kysely<Database>): Promise<Map<string, BuilderEntry>> {
  const rows = await db
    .selectFrom('builders')
    .select([
      'project_id as projectId',
      'endpoint',
      'server_name as serverName',
      'server_ca as serverCa',
    ])
    .execute();
  return new Map(rows.map(({ projectId, ...builder }) => [projectId, builder]));
}

async function readBuilderAuthorities(
  db: Kysely<Database>,
): Promise<Map<string, { certificate: string }[]>> {
  const rows = await db
    .selectFrom('builder_authorities')
    .select(['project_id as projectId', 'certificate'])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return grouped(rows, ({ projectId, certificate }) => [projectId, { certificate }]);
}

async function readRelationships(db: Kysely<Database>): Promise<Map<string, RelationshipEntry[]>> {
  const rows = await db
    .selectFrom('trust_relationships as r')
    .innerJoin('issuers as i', 'i.id', 'r.issuer_id')
    .select([...RULE_COLUMNS, 'i.url as issuer'])
    .orderBy('r.id')
    .execute();
  return grouped(rows, ({ projectId, conditions, permissions, ...row }) => [
    projectId,
    {
      ...row,
      conditions: conditionsOf(conditions),
      permissions: fromJson(permissions),
    },
  ]);
}

function grouped<Row, Entry>(
  rows: readonly Row[],
  keyAndEntry: (row: Row) => [key: string, entry: Entry],
): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const row of rows) {
    const [key, entry] = keyAndEntry(row);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}
