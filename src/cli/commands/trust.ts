import type { Command } from 'commander';
import {
  createRelationship,
  deleteRelationship,
  getRelationship,
  listRelationships,
  updateRelationship,
} from '../../exchange/flows/admin/trust-relationships.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { allEntries } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import {
  type Field,
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
  warn,
} from '../output/print.ts';
import { styled } from '../output/text.ts';
import { readProject } from '../read-arguments.ts';
import { readTerms, type TermsOptions, withTermsOptions } from '../trust-options.ts';
import { addRelationshipRevocation } from './revoke.ts';
import { addTrustDraft } from './trust-draft.ts';
import { addTrustReview } from './trust-review.ts';
import { addTrustTest } from './trust-test.ts';

const HELP = `
A trust relationship lets the jobs of one repository have build tokens for one project. dockpass apply
manages all of them in one file; these commands manage one at a time.

Examples:
  dockpass trust list acme/web
  dockpass trust create acme/web --repository acme/web --ref refs/heads/main \\
    --permissions build,push
  dockpass trust test policy.yaml --claims claims.json`;

const CREATE_HELP = `
Conditions that may be repeated match if one of their values does. FILE holds one entry of
trust_relationships as in the policy file, in YAML or JSON; options that are given, too, win.

Examples:
  dockpass trust create acme/web --repository acme/web --ref refs/heads/main \\
    --permissions build,push
  dockpass trust create acme/web --file relationship.yaml`;

const UPDATE_HELP = `
Changes what you name and keeps the rest; build tokens that it granted live on. To clear a condition,
write it as null in FILE.

Examples:
  dockpass trust update 01a209b1-dca3-714d-b524-232afac1fb50 --max-lifetime 30m
  dockpass trust update 01a209b1-dca3-714d-b524-232afac1fb50 --file changes.yaml`;

const DELETE_HELP = `
The build tokens that it granted are revoked with it.

Example:
  dockpass trust delete 01a209b1-dca3-714d-b524-232afac1fb50`;

type Relationship = NonNullable<typeof getRelationship.types>['answer'];

export function addTrust(program: Command, session: Session): void {
  const trust = program
    .command('trust')
    .summary('list, create, change, delete, review and test trust relationships')
    .description('List, create, change, delete, review and test trust relationships.')
    .addHelpText('after', HELP);
  trust
    .command('list')
    .summary('list the trust relationships of a project')
    .description('List the trust relationships of a project.')
    .argument('<PROJECT>', 'organization/project', readProject)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass trust list acme/web')
    .action((path: ProjectPath, options: JsonOptions) => list(path, options, session));
  trust
    .command('show')
    .summary('show a trust relationship')
    .description('Show a trust relationship, with what is dangerous about it.')
    .argument('<ID>', 'as dockpass trust list shows it')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass trust show 01a209b1-dca3-714d-b524-232afac1fb50')
    .action((id: string, options: JsonOptions) => show(id, options, session));
  withTermsOptions(
    trust
      .command('create')
      .summary("let a repository's jobs have build tokens")
      .description("Let a repository's jobs have build tokens for a project.")
      .argument('<PROJECT>', 'organization/project', readProject),
  )
    .addOption(jsonOption())
    .addHelpText('after', CREATE_HELP)
    .action((path: ProjectPath, options: ChangeOptions) => create(path, options, session));
  withTermsOptions(
    trust
      .command('update')
      .summary('change a trust relationship')
      .description('Change a trust relationship.')
      .argument('<ID>', 'as dockpass trust list shows it'),
  )
    .addOption(jsonOption())
    .addHelpText('after', UPDATE_HELP)
    .action((id: string, options: ChangeOptions) => update(id, options, session));
  trust
    .command('delete')
    .summary('delete a trust relationship')
    .description('Delete a trust relationship.')
    .argument('<ID>', 'as dockpass trust list shows it')
    .addHelpText('after', DELETE_HELP)
    .action(async (id: string) => {
      const ids = { trust_relationship_id: id };
      await session.administer(({ call }) => call(deleteRelationship, ids, undefined));
      await printDone(session, {}, `deleted trust relationship ${id}`);
    });
  addRelationshipRevocation(trust, 'revoke', session);
  addTrustReview(trust, session);
  addTrustTest(trust, session);
  addTrustDraft(trust, session);
}

interface ChangeOptions extends TermsOptions, JsonOptions {}

async function list(path: ProjectPath, options: JsonOptions, session: Session): Promise<void> {
  const relationships = await session.administer((administration) =>
    allEntries(administration, listRelationships, { project_id: path }),
  );
  await printEntries(session, options, relationships, {
    columns: [
      { heading: 'ID', value: ({ id }) => id },
      { heading: 'REPOSITORY', value: ({ repository }) => repository, flexible: true },
      { heading: 'PERMISSIONS', value: ({ permissions }) => permissions.join(',') },
      { heading: 'CONDITIONS', value: (one) => conditionsOf(one).join('; '), flexible: true },
      {
        heading: 'LAST USED',
        value: ({ last_used_at: time }) => ({ time, otherwise: 'never' }),
        optional: true,
      },
    ],
    none: `No trust relationship admits jobs to ${path}; create one with dockpass trust create.`,
  });
}

const CONDITIONS = [
  'refs',
  'base_refs',
  'environments',
  'events',
  'workflows',
  'reusable_workflows',
] as const;

function conditionsOf(relationship: Relationship): string[] {
  return CONDITIONS.flatMap((name) => {
    const values = relationship[name];
    return values === null ? [] : [`${name}: ${values.join(', ')}`];
  });
}

async function show(id: string, options: JsonOptions, session: Session): Promise<void> {
  const relationship = await session.administer(({ call }) =>
    call(getRelationship, { trust_relationship_id: id }, undefined),
  );
  await printEntry(session, options, relationship, fieldsOf);
}

function fieldsOf(shown: Relationship): readonly Field[] {
  return [
    ['id', shown.id],
    ['repository', shown.repository],
    ['repository id', shown.repository_id ?? 'pinned by the first job that is admitted'],
    ['owner id', shown.repository_owner_id ?? 'pinned by the first job that is admitted'],
    ['issuer', shown.issuer],
    ['permissions', shown.permissions.join(', ')],
    ...CONDITIONS.map((name): Field => [name.replaceAll('_', ' '), shown[name] ?? 'any']),
    ['max lifetime', shown.max_lifetime ?? 'the maximum of the server'],
    ['mode', shown.mode],
    ['description', shown.description],
    ['expires', { time: shown.expires_at, otherwise: 'never' }],
    ['created', { time: shown.created_at }],
    ['created by', shown.created_by],
    ['last used', { time: shown.last_used_at, otherwise: 'never' }],
    ...shown.warnings.map(
      ({ text, remedy }): Field => ['warning', styled('yellow', `${text} ${remedy}`)],
    ),
  ];
}

async function create(path: ProjectPath, options: ChangeOptions, session: Session): Promise<void> {
  const terms = await readTerms(options, session);
  const created = await session.administer(({ call }) =>
    // The operation says what is missing or wrong, in the words of the policy file.
    call(createRelationship, { project_id: path }, terms as never),
  );
  await printDone(session, options, `created trust relationship ${created.id}`, created);
  warnOf(created, options, session);
}

async function update(id: string, options: ChangeOptions, session: Session): Promise<void> {
  const terms = await readTerms(options, session);
  const updated = await session.administer(({ call }) =>
    call(updateRelationship, { trust_relationship_id: id }, terms as never),
  );
  await printDone(session, options, `changed trust relationship ${id}`, updated);
  warnOf(updated, options, session);
}

function warnOf({ warnings }: Relationship, { json }: JsonOptions, session: Session): void {
  if (!json) for (const { text, remedy } of warnings) warn(session, `${text} ${remedy}`);
}
