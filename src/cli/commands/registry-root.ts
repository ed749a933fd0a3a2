import type { Command } from 'commander';
import {
  prepareRegistryRoot,
  type RegistryKeyDeps,
  retireRegistryRoots,
} from '../../exchange/registry/roots.ts';
import { CommandFailure } from '../failure.ts';
import { withExistingStore } from '../open-store.ts';
import { OPERATOR } from '../operator.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
The root vouches for the keys that registry tokens are signed with. Replace it if the database or a
backup was in strange hands:
  dockpass registry root prepare      make another one
  dockpass registry-config registry.example.com --certificate > dockpass.pem
  (it has both now: give every registry that file, and restart it)
  dockpass registry root retire       the new one signs alone
  dockpass registry-config registry.example.com --certificate > dockpass.pem
  (the same again: until then a registry trusts the old one)`;

export function addRegistryRoot(registry: Command, terminal: Terminal): void {
  const root = registry
    .command('root')
    .summary('replace the root that registries trust')
    .description('Replace the root certificate that registries trust, without an interruption.')
    .addHelpText('after', HELP);
  root
    .command('prepare')
    .summary('make another root')
    .description('Make another root. It signs nothing before the old one is retired.')
    .addHelpText('after', '\nExample:\n  dockpass registry root prepare')
    .action(async () => {
      const { id } = await withKeys(terminal, (deps) => prepareRegistryRoot(deps, OPERATOR));
      await terminal.print(`prepared root ${id}; now give every registry the new bundle\n`);
    });
  root
    .command('retire')
    .summary('sign under the newest root alone')
    .description('Sign under the newest root alone, within a minute, and forget the others.')
    .addHelpText('after', '\nExample:\n  dockpass registry root retire')
    .action(async () => {
      const retired = await withKeys(terminal, (deps) => retireRegistryRoots(deps, OPERATOR));
      if (retired.length === 0)
        throw new CommandFailure([
          'there is no other root to take its place; make one with dockpass registry root prepare',
        ]);
      await terminal.print(retired.map(({ id }) => `retired root ${id}\n`).join(''));
    });
}

async function withKeys<Result>(
  terminal: Terminal,
  work: (deps: RegistryKeyDeps) => Promise<Result>,
): Promise<Result> {
  const { clock, random } = terminal;
  return await withExistingStore(terminal, (store) => work({ store, clock, random }));
}
