import type { Command } from 'commander';
import type { Records } from '../../exchange/stores/ports/records.ts';
import type { RegistryRecord } from '../../exchange/stores/ports/registries.ts';
import { epochSeconds, formatTime } from '../../exchange/system/clock.ts';
import { everyEntry } from '../every-entry.ts';
import { requireRegistry } from '../find-records.ts';
import { changeRecords, readRecords, withStore } from '../open-store.ts';
import { operatorEvent } from '../operator.ts';
import { readHosts, readRegistryName } from '../read-arguments.ts';
import { tableLines } from '../table.ts';
import { printLines, type Terminal } from '../terminal.ts';
import { addRegistryRoot } from './registry-root.ts';

const HELP = `
A registered registry may ask the exchange for tokens: whoever logs in to it with a Dockpass token
pulls and pushes in HOST/organization/project and below, as far as their token allows.

Examples:
  dockpass registry add registry.example.com --host registry.example.com
  dockpass registry-config registry.example.com   for the registry itself
  dockpass registry list`;

const ADD_HELP = `
NAME is what the registry calls itself in its configuration (auth.token.service). A registry that is
there already gets the hosts that are named here.

Examples:
  dockpass registry add registry.example.com --host registry.example.com
  dockpass registry add office \\
    --host registry.office.example:5000 --host 192.0.2.10:5000`;

const REMOVE_HELP = `
No more tokens are issued for it. Those that are out end within five minutes.

Example:
  dockpass registry remove registry.example.com`;

export function addRegistry(program: Command, terminal: Terminal): void {
  const registry = program
    .command('registry')
    .summary('register container registries')
    .description('Register the container registries that tokens log in to.')
    .addHelpText('after', HELP);
  registry
    .command('add')
    .summary('register a registry, or change its hosts')
    .description('Register a container registry, or change the hosts of one.')
    .argument('<NAME>', 'its service name', readRegistryName)
    .requiredOption('--host <HOST>', 'as in the names of images; may be repeated', readHosts)
    .addHelpText('after', ADD_HELP)
    .action((name: string, { host }: { host: string[] }) => add(name, host, terminal));
  registry
    .command('list')
    .summary('list registries')
    .description('List the registered registries.')
    .addHelpText('after', '\nExample:\n  dockpass registry list')
    .action(async () => {
      const lines = await readRecords(terminal, registryTable);
      await printLines(terminal, lines);
    });
  registry
    .command('remove')
    .summary('issue no more tokens for a registry')
    .description('Issue no more tokens for a registry.')
    .argument('<NAME>', 'its service name', readRegistryName)
    .addHelpText('after', REMOVE_HELP)
    .action((name: string) => remove(name, terminal));
  addRegistryRoot(registry, terminal);
}

async function add(name: string, hosts: string[], terminal: Terminal): Promise<void> {
  const line = await withStore(terminal, (store) =>
    store.change(async (records) => {
      const before = await records.registries.findByName(name);
      if (before && before.hosts.join() === hosts.join())
        return `nothing to change: ${name} is so already`;
      if (before) await records.registries.setHosts(before.id, hosts);
      else
        await records.registries.insert({
          id: terminal.random.id(),
          name,
          hosts,
          createdAt: epochSeconds(terminal.clock),
        });
      const detail = { before: before ? shown(before) : null, after: shown({ name, hosts }) };
      const action = before ? 'registry.update' : 'registry.create';
      await records.auditEvents.append(operatorEvent(terminal, action, { detail }));
      return before
        ? `changed the hosts of ${name}`
        : `registered ${name}; now configure it: dockpass registry-config ${name}`;
    }),
  );
  await terminal.print(`${line}\n`);
}

async function remove(name: string, terminal: Terminal): Promise<void> {
  await changeRecords(terminal, async (records) => {
    const registry = await requireRegistry(records, name);
    await records.registries.remove(registry.id);
    const detail = { before: shown(registry), after: null };
    await records.auditEvents.append(operatorEvent(terminal, 'registry.delete', { detail }));
  });
  await terminal.print(`removed ${name}\n`);
}

function shown({ name, hosts }: Pick<RegistryRecord, 'name' | 'hosts'>): object {
  return { name, hosts };
}

async function registryTable({ registries }: Records): Promise<string[]> {
  const all = await everyEntry(registries.list, ({ id }) => id);
  const rows = all.map(({ name, hosts, createdAt }) => [
    name,
    hosts.join(', '),
    formatTime(createdAt),
  ]);
  return tableLines(['NAME', 'HOSTS', 'CREATED'], rows);
}
