import type { Command } from 'commander';
import {
  createRegistry,
  deleteRegistry,
  getRegistry,
  listRegistries,
  updateRegistry,
} from '../../exchange/flows/admin/registries.ts';
import { allEntries, undefinedIfMissing } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import {
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
} from '../output/print.ts';
import { readHosts, readRegistryName } from '../read-arguments.ts';
import { addRegistryConfig } from './registry-config.ts';
import { addRegistryRoot } from './registry-root.ts';

const HELP = `
A registered registry may ask the exchange for tokens: people and jobs that log in to it with a Dockpass
token pull and push in HOST/organization/project and below, as far as their token allows.

Examples:
  dockpass registry create registry.example.com --host registry.example.com
  dockpass registry config registry.example.com   for the registry itself
  dockpass registry list`;

const CREATE_HELP = `
NAME is what the registry calls itself in its configuration (auth.token.service).

Examples:
  dockpass registry create registry.example.com --host registry.example.com
  dockpass registry create office \\
    --host registry.office.example:5000 --host 192.0.2.10:5000`;

const SET_HELP = `
Replaces the hosts of a registry, or creates the registry if there is none of this name.

Example:
  dockpass registry set office --host registry.office.example:5000`;

const DELETE_HELP = `
No more tokens are issued for it. Those that are out expire within five minutes.

Example:
  dockpass registry delete registry.example.com`;

interface HostOptions extends JsonOptions {
  host: string[];
}

export function addRegistry(program: Command, session: Session): void {
  const registry = program
    .command('registry')
    .summary('register and configure container registries')
    .description('Register and configure the container registries that tokens log in to.')
    .addHelpText('after', HELP);
  registry
    .command('list')
    .summary('list registries')
    .description('List the registered registries.')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass registry list')
    .action((options: JsonOptions) => list(options, session));
  registry
    .command('show')
    .summary('show a registry')
    .description('Show a registry.')
    .argument('<NAME>', 'its service name, or its id')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass registry show registry.example.com')
    .action((name: string, options: JsonOptions) => show(name, options, session));
  registry
    .command('create')
    .summary('register a registry')
    .description('Register a container registry.')
    .argument('<NAME>', 'its service name', readRegistryName)
    .requiredOption('--host <HOST>', 'as in the names of images; may be repeated', readHosts)
    .addOption(jsonOption())
    .addHelpText('after', CREATE_HELP)
    .action((name: string, options: HostOptions) => create(name, options, session));
  registry
    .command('set')
    .summary('set the hosts of a registry')
    .description('Set the hosts of a registry.')
    .argument('<NAME>', 'its service name', readRegistryName)
    .requiredOption('--host <HOST>', 'as in the names of images; may be repeated', readHosts)
    .addOption(jsonOption())
    .addHelpText('after', SET_HELP)
    .action((name: string, options: HostOptions) => set(name, options, session));
  registry
    .command('delete')
    .summary('issue no more tokens for a registry')
    .description('Delete a registry: issue no more tokens for it.')
    .argument('<NAME>', 'its service name, or its id')
    .addHelpText('after', DELETE_HELP)
    .action(async (name: string) => {
      await session.administer(({ call }) =>
        call(deleteRegistry, { registry_id: name }, undefined),
      );
      await printDone(session, {}, `deleted registry ${name}`);
    });
  addRegistryConfig(registry, session);
  addRegistryRoot(registry, session);
}

async function list(options: JsonOptions, session: Session): Promise<void> {
  const registries = await session.administer((administration) =>
    allEntries(administration, listRegistries),
  );
  await printEntries(session, options, registries, {
    columns: [
      { heading: 'NAME', value: ({ name }) => name },
      { heading: 'HOSTS', value: ({ hosts }) => hosts.join(', '), flexible: true },
      { heading: 'CREATED', value: ({ created_at: time }) => ({ time }) },
    ],
    none: 'There are no registries; create one with dockpass registry create.',
  });
}

async function show(name: string, options: JsonOptions, session: Session): Promise<void> {
  const registry = await session.administer(({ call }) =>
    call(getRegistry, { registry_id: name }, undefined),
  );
  await printEntry(session, options, registry, (shown) => [
    ['name', shown.name],
    ['id', shown.id],
    ['hosts', shown.hosts],
    ['created', { time: shown.created_at }],
  ]);
}

async function create(
  name: string,
  { host: hosts, ...options }: HostOptions,
  session: Session,
): Promise<void> {
  const created = await session.administer(({ call }) => call(createRegistry, {}, { name, hosts }));
  await printDone(session, options, createdLine(name), created);
}

function createdLine(name: string): string {
  return `created registry ${name}; now configure it: dockpass registry config ${name}`;
}

async function set(
  name: string,
  { host: hosts, ...options }: HostOptions,
  session: Session,
): Promise<void> {
  const { line, registry } = await session.administer(async ({ call }) => {
    const ids = { registry_id: name };
    const current = await call(getRegistry, ids, undefined).catch(undefinedIfMissing);
    if (!current) {
      const registry = await call(createRegistry, {}, { name, hosts });
      return { line: createdLine(name), registry };
    }
    if (current.hosts.join() === hosts.join())
      return { line: `nothing to change: ${name} has these hosts already`, registry: current };
    const registry = await call(updateRegistry, ids, { hosts });
    return { line: `changed the hosts of ${name}`, registry };
  });
  await printDone(session, options, line, registry);
}
