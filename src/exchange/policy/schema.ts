import { z } from 'zod';
import { PERMISSIONS } from '../../protocol/permissions.ts';
import { GITHUB_ISSUER, PROVIDERS } from '../identity/identity.ts';
import { MAX_HOSTS, registryHostFault, registryNameFault } from '../registry/names.ts';
import { ROLES } from '../tokens/roles.ts';
import { DEFAULT_EVENTS } from '../trust/conditions.ts';
import { MODES } from '../trust/relationship.ts';
import { builderSettings } from './builder.ts';
import { refuseContradictions } from './contradictions.ts';
import {
  baseRefFault,
  descriptionFault,
  environmentFault,
  eventFault,
  idFault,
  issuerFault,
  lifetimeFault,
  nameFault,
  refFault,
  repositoryFault,
  reusableWorkflowFault,
  timeFault,
  userFault,
  workflowFault,
} from './fields.ts';
import { text } from './text.ts';

/** The YAML as it is written. docs/policy.schema.json is generated from here. */

/** Every job of a repository is held against every entry; nobody's relationships may slow others down. */
const MAX_ENTRIES = 100;

function listOf<Item extends z.ZodType>(item: Item, description: string) {
  return z.array(item).min(1).max(MAX_ENTRIES).optional().meta({ description });
}

const issuerUrl = text(issuerFault, {
  description: 'The issuer as ID tokens name it (iss), byte for byte.',
  examples: [GITHUB_ISSUER],
});

const conditions = {
  refs: listOf(
    text(refFault, {
      description: 'A git ref; * stands for characters within a segment, ** for whole segments.',
      examples: ['refs/heads/main', 'refs/tags/v*'],
    }),
    'Refs that the job may run on. Default: any.',
  ),
  base_refs: listOf(
    text(baseRefFault, {
      description: 'Name of a branch, as base_ref has it; globs as in refs.',
      examples: ['main', 'release/*'],
    }),
    'Branches, one of which the pull request must be meant for. Default: any, or none.',
  ),
  environments: listOf(
    text(environmentFault, { description: 'Name of an environment.', examples: ['production'] }),
    'Environments, one of which the job must name. Default: any, or none.',
  ),
  events: listOf(
    text(eventFault, {
      description: 'An event of GitHub Actions.',
      examples: ['push', 'release'],
      pattern: '^[a-z][a-z_]*$',
    }),
    `Events that may start the job. Default: ${DEFAULT_EVENTS.join(', ')}.`,
  ),
  workflows: listOf(
    text(workflowFault, {
      description: 'Path of a workflow file in the repository; globs as in refs.',
      examples: ['.github/workflows/release.yml'],
    }),
    'Workflows that the job may belong to. Default: any.',
  ),
  reusable_workflows: listOf(
    text(reusableWorkflowFault, {
      description: 'A reusable workflow with its version, as job_workflow_ref names it; globs.',
      examples: ['acme/workflows/.github/workflows/build.yml@refs/tags/v3'],
      pattern: '^[^/@]+/[^/@]+/[^@]+@.+$',
    }),
    'Reusable workflows, one of which the job must run in. Default: any, or none.',
  ),
};

const lifetime = z
  .union([z.string(), z.int()], { error: 'is not a valid duration; write it like 45m or 2h' })
  .superRefine((value, context) => {
    const message = lifetimeFault(value);
    if (message) context.addIssue({ code: 'custom', message });
  })
  .meta({
    description:
      "Longest life of a build token: 45m, 2h, or seconds. Default: the server's maximum.",
    examples: ['2h', 3600],
  });

/** One of a project's relationships. */
export const trustRelationship = z
  .strictObject({
    repository: text(repositoryFault, {
      description: 'owner/name of the repository whose workflows are trusted.',
      examples: ['acme/web'],
      pattern: '^[^/]+/[^/]+$',
    }),
    repository_id: text(idFault, {
      description: 'Numeric id of the repository, in quotes. Default: pinned at the first use.',
      examples: ['260064828'],
      pattern: '^[0-9]+$',
    }).optional(),
    repository_owner_id: text(idFault, {
      description: 'Numeric id of its owner, in quotes. Default: pinned at the first use.',
      examples: ['1342004'],
      pattern: '^[0-9]+$',
    }).optional(),
    issuer: issuerUrl
      .optional()
      .meta({ description: 'URL of one of the issuers above; needed if there are several.' }),
    ...conditions,
    permissions: z
      .array(z.enum(PERMISSIONS))
      .min(1)
      .meta({ description: 'What a matching job may get.', examples: [['build', 'pull']] }),
    max_lifetime: lifetime.optional(),
    mode: z.enum(MODES).optional().meta({
      description: 'audit records what would have been granted, and grants nothing.',
      default: 'enforce',
    }),
    description: text(descriptionFault, { description: 'For people.' }).optional(),
    expires_at: text(timeFault, {
      description: 'When the relationship ends: a date (its start, in UTC) or a time with zone.',
      examples: ['2027-01-31', '2027-01-31T18:00:00Z'],
    }).optional(),
  })
  .superRefine(refuseContradictions)
  .meta({ description: "Lets one repository's workflows have build tokens for this project." });

function switchOf(description: string, byDefault: boolean) {
  return z
    .boolean()
    .exactOptional()
    .meta({ description: `${description} Left out: as it is, at first ${byDefault}.` });
}

const user = z
  .strictObject({
    user: text(userFault, { description: 'E-mail address.', examples: ['ada@example.com'] }),
    operator: switchOf('May administer the whole installation.', false),
    disabled: switchOf('None of their access tokens works.', false),
  })
  .refine(({ operator, disabled }) => operator !== undefined || disabled !== undefined, {
    message: 'says nothing about the user; set operator or disabled, or remove the entry',
  });

const project = z.strictObject({
  name: text(nameFault, {
    description: 'Name of the project within its organization.',
    examples: ['web'],
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  }),
  oidc_only: switchOf('Refuses user access tokens and project tokens.', false),
  builder: builderSettings.nullable().exactOptional().meta({
    description:
      'Where the builds of the project run; see docs/builders.md. Left out: as it is. null: nowhere.',
  }),
  trust_relationships: z
    .array(trustRelationship)
    .optional()
    .meta({ description: 'Any one of them is enough for a job; see docs/trust-relationships.md.' }),
});

const organization = z.strictObject({
  name: text(nameFault, {
    description: 'Name of the organization.',
    examples: ['acme'],
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  }),
  members: z
    .array(
      z.strictObject({
        user: text(userFault, { description: 'E-mail address.', examples: ['ada@example.com'] }),
        role: z.enum(ROLES).meta({ description: 'admin may change trust relationships.' }),
      }),
    )
    .optional()
    .meta({ description: 'People of the organization.' }),
  projects: z
    .array(project)
    .optional()
    .meta({ description: 'What build tokens are issued for: organization/project.' }),
});

const registry = z.strictObject({
  name: text(registryNameFault, {
    description: 'What the registry calls itself: its auth.token.service.',
    examples: ['registry.example.com'],
  }),
  hosts: z
    .array(
      text(registryHostFault, {
        description: 'As in the names of images: host or host:port.',
        examples: ['registry.example.com'],
      }),
    )
    .min(1)
    .max(MAX_HOSTS)
    .meta({ description: 'Under which clients reach it.' }),
});

export const policySchema = z
  .strictObject({
    issuers: z
      .array(
        z.strictObject({
          url: issuerUrl,
          provider: z.enum(PROVIDERS).meta({ description: 'Whose claims the ID tokens carry.' }),
          enabled: switchOf('Whether its jobs get build tokens, and keep theirs.', true),
        }),
      )
      .meta({ description: 'OIDC providers whose ID tokens are accepted.' }),
    users: z.array(user).optional().meta({
      description:
        'Users of whom there is more to say than their memberships. Nobody is ever removed.',
    }),
    organizations: z.array(organization).meta({ description: 'Tenants with their projects.' }),
    registries: z.array(registry).exactOptional().meta({
      description:
        'Container registries that registry tokens are issued for. Left out: as they are.',
    }),
  })
  .meta({
    title: 'Dockpass policy',
    description: 'What `dockpass apply` makes an installation be, and `dockpass export` prints.',
  });

export type PolicyYaml = z.infer<typeof policySchema>;
export type RelationshipYaml = z.infer<typeof trustRelationship>;
