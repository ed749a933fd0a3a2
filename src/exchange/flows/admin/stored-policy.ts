import type { BuilderRecord } from '../../builders/builder-store.ts';
import type { PolicyDocument, ProjectEntry } from '../../policy/document.ts';
import type { IssuerRecord } from '../../stores/ports/issuers.ts';
import type { MemberRecord, OrganizationRecord } from '../../stores/ports/organizations.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { RegistryRecord } from '../../stores/ports/registries.ts';
import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { pathOf } from './projects.ts';

/** What a policy file can tell of, as it is stored: by the names that the file has. */
export interface StoredPolicy {
  /** By URL. */
  issuers: Map<string, IssuerRecord>;
  /** By e-mail address. */
  users: Map<string, UserRecord>;
  organizations: Map<string, OrganizationRecord>;
  /** By id of the organization, then by e-mail address. */
  members: Map<string, Map<string, MemberRecord>>;
  /** By path. */
  projects: Map<string, ProjectRecord>;
  /** By id of the project. */
  builders: Map<string, BuilderRecord>;
  /** By id. */
  relationships: Map<string, RelationshipRecord>;
  registries: Map<string, RegistryRecord>;
  /** The same without ids, to be compared with a file. */
  document: PolicyDocument;
}

/** All of it by a query for each kind, however much there is. */
export async function readStoredPolicy(records: Records): Promise<StoredPolicy> {
  const issuers = sorted(await records.issuers.all(), ({ url }) => url);
  // Whoever only claims an address is not who is meant by it.
  const proven = (await records.users.all()).filter(({ emailProven }) => emailProven);
  const users = sorted(proven, ({ email }) => email);
  const organizations = sorted(await records.organizations.all(), ({ name }) => name);
  const members = sorted(await records.members.all(), ({ email }) => email);
  const projects = sorted(await records.projects.all(), ({ name }) => name);
  const builders = await records.builders.all();
  const authorities = await records.builderAuthorities.certificates();
  const relationships = await records.relationships.all();
  const registries = sorted(await records.registries.all(), ({ name }) => name);

  const membersOf = Map.groupBy(
    distinct(members, new Set(proven.map(({ id }) => id))),
    ({ organizationId }) => organizationId,
  );
  const projectsOf = Map.groupBy(projects, ({ organizationId }) => organizationId);
  const relationshipsOf = Map.groupBy(relationships, ({ projectId }) => projectId);
  const authoritiesOf = Map.groupBy(authorities, ({ projectId }) => projectId);
  const builderOf = new Map(builders.map((builder) => [builder.projectId, builder]));

  const projectEntry = ({ id, name, oidcOnly }: ProjectRecord): ProjectEntry => {
    const builder = builderOf.get(id);
    const builderAuthorities = authoritiesOf.get(id);
    return {
      name,
      oidcOnly,
      ...(builder && { builder: builderEntry(builder) }),
      ...(builderAuthorities && { builderAuthorities }),
      trustRelationships: (relationshipsOf.get(id) ?? []).map(relationshipEntry),
    };
  };
  return {
    issuers: new Map(issuers.map((issuer) => [issuer.url, issuer])),
    users: new Map(users.map((user) => [user.email, user])),
    organizations: new Map(organizations.map((organization) => [organization.name, organization])),
    members: new Map(
      [...membersOf].map(([id, own]) => [id, new Map(own.map((member) => [member.email, member]))]),
    ),
    projects: new Map(projects.map((project) => [pathOf(project), project])),
    builders: builderOf,
    relationships: new Map(relationships.map((one) => [one.id, one])),
    registries: new Map(registries.map((registry) => [registry.name, registry])),
    document: {
      issuers: issuers.map(({ url, provider, enabled }) => ({ url, provider, enabled })),
      users: users.map(({ email, operator, disabledAt }) => ({
        user: email,
        operator,
        disabled: disabledAt !== null,
      })),
      organizations: organizations.map(({ id, name }) => ({
        name,
        members: (membersOf.get(id) ?? []).map(({ email, role }) => ({ user: email, role })),
        projects: (projectsOf.get(id) ?? []).map(projectEntry),
      })),
      ...(registries.length > 0 && {
        registries: registries.map(({ name, hosts }) => ({ name, hosts })),
      }),
    },
  };
}

function builderEntry({ endpoint, serverName, serverCa }: BuilderRecord) {
  return { endpoint, serverName, serverCa };
}

function relationshipEntry(record: RelationshipRecord) {
  return {
    id: record.id,
    issuer: record.issuer,
    repository: record.repository,
    repositoryId: record.repositoryId,
    repositoryOwnerId: record.repositoryOwnerId,
    conditions: record.conditions,
    permissions: record.permissions,
    maxLifetime: record.maxLifetime,
    mode: record.mode,
    description: record.description,
    expiresAt: record.expiresAt,
  };
}

/** By code units: databases sort by the alphabets of their own. */
function sorted<Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string): Entry[] {
  return entries.toSorted((one, other) => {
    const [first, second] = [nameOf(one), nameOf(other)];
    if (first === second) return 0;
    return first < second ? -1 : 1;
  });
}

/** Of two members with one address, the one whose it is: a file can't name both. */
function distinct(members: readonly MemberRecord[], proven: ReadonlySet<string>): MemberRecord[] {
  const named = new Map<string, MemberRecord>();
  for (const member of members) {
    const name = `${member.organizationId} ${member.email}`;
    if (!named.has(name) || proven.has(member.userId)) named.set(name, member);
  }
  return [...named.values()];
}
