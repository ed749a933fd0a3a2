import type { Command } from 'commander';
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  updateOrganization,
} from '../../exchange/flows/admin/organizations.ts';
import { allEntries } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import {
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
} from '../output/print.ts';
import { readEmail } from '../read-arguments.ts';

const HELP = `
Examples:
  dockpass organization create acme --admin ada@example.com
  dockpass organization list
  dockpass organization update acme --name acme-labs`;

const UPDATE_HELP = `
The URLs of its projects change with its name: jobs have to name them anew.

Example:
  dockpass organization update acme --name acme-labs`;

const DELETE_HELP = `
Delete its projects first. Its members stay users.

Example:
  dockpass organization delete acme`;

export function addOrganization(program: Command, session: Session): void {
  const organization = program
    .command('organization')
    .summary('list, create, rename and delete organizations')
    .description('List, create, rename and delete organizations.')
    .addHelpText('after', HELP);
  organization
    .command('list')
    .summary('list organizations')
    .description('List organizations.')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass organization list')
    .action((options: JsonOptions) => list(options, session));
  organization
    .command('show')
    .summary('show an organization')
    .description('Show an organization.')
    .argument('<ORGANIZATION>', 'name or id')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass organization show acme')
    .action((name: string, options: JsonOptions) => show(name, options, session));
  organization
    .command('create')
    .summary('create an organization')
    .description('Create an organization.')
    .argument('<NAME>', 'as projects have it: NAME/project')
    .option('--admin <EMAIL>', 'its first admin (default: you, with --server)', readEmail)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass organization create acme --admin ada@example.com')
    .action((name: string, options: CreateOptions) => create(name, options, session));
  organization
    .command('update')
    .summary('rename an organization')
    .description('Rename an organization.')
    .argument('<ORGANIZATION>', 'name or id')
    .requiredOption('--name <NAME>', 'its new name')
    .addOption(jsonOption())
    .addHelpText('after', UPDATE_HELP)
    .action((name: string, options: UpdateOptions) => update(name, options, session));
  organization
    .command('delete')
    .summary('delete an organization without projects')
    .description('Delete an organization without projects.')
    .argument('<ORGANIZATION>', 'name or id')
    .addHelpText('after', DELETE_HELP)
    .action(async (name: string) => {
      await session.administer(({ call }) =>
        call(deleteOrganization, { organization_id: name }, undefined),
      );
      await printDone(session, {}, `deleted organization ${name}`);
    });
}

interface CreateOptions extends JsonOptions {
  admin?: string;
}

interface UpdateOptions extends JsonOptions {
  name: string;
}

async function list(options: JsonOptions, session: Session): Promise<void> {
  const entries = await session.administer((administration) =>
    allEntries(administration, listOrganizations),
  );
  await printEntries(session, options, entries, {
    columns: [
      { heading: 'NAME', value: ({ name }) => name },
      { heading: 'ID', value: ({ id }) => id },
      { heading: 'CREATED', value: ({ created_at: time }) => ({ time }) },
    ],
    none: 'There are no organizations; create one with dockpass organization create.',
  });
}

async function show(name: string, options: JsonOptions, session: Session): Promise<void> {
  const organization = await session.administer(({ call }) =>
    call(getOrganization, { organization_id: name }, undefined),
  );
  await printEntry(session, options, organization, ({ id, name, created_at: time }) => [
    ['name', name],
    ['id', id],
    ['created', { time }],
  ]);
}

async function create(
  name: string,
  { admin, ...options }: CreateOptions,
  session: Session,
): Promise<void> {
  const created = await session.administer(({ call }) =>
    call(createOrganization, {}, { name, ...(admin !== undefined && { admin }) }),
  );
  await printDone(session, options, `created organization ${name}`, created);
}

async function update(
  organization: string,
  { name, ...options }: UpdateOptions,
  session: Session,
): Promise<void> {
  const renamed = await session.administer(({ call }) =>
    call(updateOrganization, { organization_id: organization }, { name }),
  );
  await printDone(session, options, `renamed organization ${organization} to ${name}`, renamed);
}
