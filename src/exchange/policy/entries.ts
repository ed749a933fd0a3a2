/** Between the YAML as it is written and the document that the program works with. */

import { formatLifetime, parseLifetime } from '../../protocol/lifetime.ts';
import { sortPermissions } from '../../protocol/permissions.ts';
import { formatTime } from '../system/clock.ts';
import type { RelationshipTerms } from '../trust/relationship.ts';
import { builderOf, builderYaml } from './builder.ts';
import type {
  OrganizationEntry,
  PolicyDocument,
  RelationshipEntry,
  UserEntry,
} from './document.ts';
import type { PolicyYaml, RelationshipYaml } from './schema.ts';

type OrganizationYaml = PolicyYaml['organizations'][number];

export function documentOf({
  issuers,
  users = [],
  organizations,
  ...others
}: PolicyYaml): PolicyDocument {
  const onlyIssuer = issuers.length === 1 ? issuers[0]?.url : undefined;
  return {
    issuers,
    users: users.map((entry) => ({ ...entry, user: entry.user.toLowerCase() })),
    organizations: organizations.map(({ name, members = [], projects = [] }) => ({
      name,
      members: members.map(({ user, role }) => ({ user: user.toLowerCase(), role })),
      projects: projects.map(({ name, oidc_only, builder, trust_relationships = [] }) => ({
        name,
        ...(oidc_only !== undefined && { oidcOnly: oidc_only }),
        ...(builder !== undefined && { builder: builder && builderOf(builder) }),
        trustRelationships: trust_relationships.map((entry) => relationshipOf(entry, onlyIssuer)),
      })),
    })),
    ...others,
  };
}

function relationshipOf(yaml: RelationshipYaml, onlyIssuer: string | undefined): RelationshipEntry {
  const issuer = yaml.issuer ?? onlyIssuer;
  if (issuer === undefined) throw new Error('a trust relationship without issuer was let through');
  return { issuer, ...termsOf(yaml) };
}

/** What is written of a relationship; null counts as left out. */
export type WrittenTerms = {
  [Member in keyof RelationshipYaml]: Unchanged<RelationshipYaml[Member]> | NullIfOptional<Member>;
};

/** Nobody here adds to a list. */
type Unchanged<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value;

type NullIfOptional<Member extends keyof RelationshipYaml> =
  undefined extends RelationshipYaml[Member] ? null : never;

export function termsOf(written: WrittenTerms): RelationshipTerms {
  return {
    repository: written.repository,
    repositoryId: written.repository_id ?? null,
    repositoryOwnerId: written.repository_owner_id ?? null,
    conditions: {
      refs: written.refs ?? null,
      baseRefs: written.base_refs ?? null,
      environments: written.environments ?? null,
      events: written.events ?? null,
      workflows: written.workflows ?? null,
      reusableWorkflows: written.reusable_workflows ?? null,
    },
    permissions: sortPermissions(written.permissions),
    maxLifetime: parseLifetime(String(written.max_lifetime)) ?? null,
    mode: written.mode ?? 'enforce',
    description: written.description ?? null,
    expiresAt: written.expires_at ? secondsOf(written.expires_at) : null,
  };
}

function secondsOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

/**
 * Leaves out what is a default, so that the document reads as a person would write it: of switches
 * those that stand as in a new entry, and users of whom there is nothing else to say.
 */
export function yamlOf({ issuers, users, organizations, registries = [] }: PolicyDocument): {
  [Member in keyof PolicyYaml]?: unknown;
} {
  const severalIssuers = issuers.length !== 1;
  return {
    issuers: issuers.map(({ url, provider, enabled }) => ({
      url,
      provider,
      ...(enabled === false && { enabled }),
    })),
    ...usersYaml(users),
    organizations: organizations.map((entry) => organizationYaml(entry, severalIssuers)),
    ...(registries.length > 0 && {
      registries: registries.map(({ name, hosts }) => ({ name, hosts })),
    }),
  };
}

function usersYaml(users: readonly UserEntry[]): Pick<PolicyYaml, 'users'> {
  const special = users.filter(({ operator, disabled }) => operator || disabled);
  if (special.length === 0) return {};
  return {
    users: special.map(({ user, operator, disabled }) => ({
      user,
      ...(operator && { operator }),
      ...(disabled && { disabled }),
    })),
  };
}

function organizationYaml(
  { name, members, projects }: OrganizationEntry,
  severalIssuers: boolean,
): object {
  const yaml: OrganizationYaml = {
    name,
    ...(members.length > 0 && { members: members.map(({ user, role }) => ({ user, role })) }),
  };
  return projects.length === 0
    ? yaml
    : {
        ...yaml,
        projects: projects.map(({ name, oidcOnly, builder, trustRelationships }) => ({
          name,
          ...(oidcOnly && { oidc_only: true }),
          ...(builder && { builder: builderYaml(builder) }),
          ...(trustRelationships.length > 0 && {
            trust_relationships: trustRelationships.map((entry) =>
              relationshipYaml(entry, severalIssuers),
            ),
          }),
        })),
      };
}

function relationshipYaml(entry: RelationshipEntry, withIssuer: boolean): object {
  const yaml = {
    ...fieldsOf(entry),
    ...(!withIssuer && { issuer: null }),
    ...(entry.mode === 'enforce' && { mode: null }),
  };
  return Object.fromEntries(Object.entries(yaml).filter(([, value]) => value !== null));
}

/** Everything that a relationship says, under the names of the YAML; null: not set. */
export function fieldsOf(entry: RelationshipEntry) {
  const { conditions, maxLifetime, expiresAt } = entry;
  return {
    repository: entry.repository,
    repository_id: entry.repositoryId,
    repository_owner_id: entry.repositoryOwnerId,
    issuer: entry.issuer,
    refs: conditions.refs,
    base_refs: conditions.baseRefs,
    environments: conditions.environments,
    events: conditions.events,
    workflows: conditions.workflows,
    reusable_workflows: conditions.reusableWorkflows,
    permissions: entry.permissions,
    max_lifetime: maxLifetime === null ? null : formatLifetime(maxLifetime),
    mode: entry.mode,
    description: entry.description,
    expires_at: expiresAt === null ? null : formatTime(expiresAt),
  } satisfies Record<keyof RelationshipYaml, string | readonly string[] | null>;
}
