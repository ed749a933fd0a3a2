import type { Command } from 'commander';
import {
  createProject,
  deleteProject,
  getProject,
  listAllProjects,
  listProjects,
  updateProject,
} from '../../exchange/flows/admin/projects.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { allEntries } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import {
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
} from '../output/print.ts';
import { readProject } from '../read-arguments.ts';
import { addProjectRevocation } from './revoke.ts';

const HELP = `
Examples:
  dockpass project create acme/web
  dockpass project list --organization acme
  dockpass project update acme/web --oidc-only
  dockpass project revoke acme/web`;

const UPDATE_HELP = `
The URL of the project changes with its name: jobs have to name it anew. With --oidc-only it refuses
user access tokens and project tokens.

Examples:
  dockpass project update acme/web --name site
  dockpass project update acme/web --oidc-only
  dockpass project update acme/web --no-oidc-only`;

interface ListOptions extends JsonOptions {
  organization?: string;
}

interface CreateOptions extends JsonOptions {
  oidcOnly?: boolean;
}

interface UpdateOptions extends JsonOptions {
  name?: string;
  oidcOnly?: boolean;
}

export function addProject(program: Command, session: Session): void {
  const project = program
    .command('project')
    .summary('list, create, update and delete projects')
    .description('List, create, update and delete projects; revoke what opens one.')
    .addHelpText('after', HELP);
  project
    .command('list')
    .summary('list projects')
    .description('List projects.')
    .option('--organization <NAME>', 'only those of this organization')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass project list --organization acme')
    .action((options: ListOptions) => list(options, session));
  project
    .command('show')
    .summary('show a project')
    .description('Show a project.')
    .argument('<PROJECT>', 'organization/project, or id')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass project show acme/web')
    .action((name: string, options: JsonOptions) => show(name, options, session));
  project
    .command('create')
    .summary('create a project')
    .description('Create a project in an organization that exists.')
    .argument('<PROJECT>', 'organization/project', readProject)
    .option('--oidc-only', 'refuse user access tokens and project tokens')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass project create acme/web')
    .action((path: ProjectPath, options: CreateOptions) => create(path, options, session));
  project
    .command('update')
    .summary('rename a project, or change what it accepts')
    .description('Rename a project, or change what it accepts.')
    .argument('<PROJECT>', 'organization/project, or id')
    .option('--name <NAME>', 'its new name, without the organization')
    .option('--oidc-only', 'refuse user access tokens and project tokens')
    .option('--no-oidc-only', 'accept them')
    .addOption(jsonOption())
    .addHelpText('after', UPDATE_HELP)
    .action((name: string, options: UpdateOptions) => update(name, options, session));
  project
    .command('delete')
    .summary('delete a project')
    .description('Delete a project with its trust relationships and tokens; its audit events stay.')
    .argument('<PROJECT>', 'organization/project, or id')
    .addHelpText('after', '\nExample:\n  dockpass project delete acme/web')
    .action(async (name: string) => {
      await session.administer(({ call }) => call(deleteProject, { project_id: name }, undefined));
      await printDone(session, {}, `deleted project ${name}`);
    });
  addProjectRevocation(project, 'revoke', session);
}

async function list({ organization, ...options }: ListOptions, session: Session): Promise<void> {
  const projects = await session.administer((administration) =>
    organization === undefined
      ? allEntries(administration, listAllProjects)
      : allEntries(administration, listProjects, { organization_id: organization }),
  );
  await printEntries(session, options, projects, {
    columns: [
      { heading: 'PROJECT', value: ({ path }) => path },
      { heading: 'ID', value: ({ id }) => id },
      { heading: 'OIDC ONLY', value: ({ oidc_only }) => (oidc_only ? 'yes' : 'no') },
      { heading: 'CREATED', value: ({ created_at: time }) => ({ time }) },
    ],
    none: 'There are no projects; create one with dockpass project create.',
  });
}

async function show(name: string, options: JsonOptions, session: Session): Promise<void> {
  const project = await session.administer(({ call }) =>
    call(getProject, { project_id: name }, undefined),
  );
  await printEntry(session, options, project, ({ path, id, oidc_only, created_at: time }) => [
    ['project', path],
    ['id', id],
    ['oidc only', oidc_only ? 'yes' : 'no'],
    ['created', { time }],
  ]);
}

async function create(
  path: ProjectPath,
  { oidcOnly = false, ...options }: CreateOptions,
  session: Session,
): Promise<void> {
  const [organization = '', name = ''] = path.split('/');
  const created = await session.administer(({ call }) =>
    call(createProject, { organization_id: organization }, { name, oidc_only: oidcOnly }),
  );
  await printDone(session, options, `created project ${created.path}`, created);
}

async function update(
  project: string,
  { name, oidcOnly, ...options }: UpdateOptions,
  session: Session,
): Promise<void> {
  if (name === undefined && oidcOnly === undefined)
    throw new CommandFailure(['give --name, --oidc-only or --no-oidc-only'], EXIT.usage);
  const changes = {
    ...(name !== undefined && { name }),
    ...(oidcOnly !== undefined && { oidc_only: oidcOnly }),
  };
  const updated = await session.administer(({ call }) =>
    call(updateProject, { project_id: project }, changes),
  );
  const renamed = name === undefined ? '' : `, which is now ${updated.path}`;
  await printDone(session, options, `updated project ${project}${renamed}`, updated);
}
