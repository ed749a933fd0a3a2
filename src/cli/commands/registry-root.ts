import type { Command } from 'commander';
import {
  createRegistryRoot,
  listRegistryRoots,
  retireRegistryRoots,
} from '../../exchange/flows/admin/machine-keys.ts';
import type { Session } from '../administration/session.ts';
import { CommandFailure } from '../failure.ts';

const HELP = `
The root vouches for the keys that registry tokens are signed with. Replace it if the database or a
backup was exposed:
  dockpass registry root prepare      make another one
  dockpass registry config registry.example.com --certificate > dockpass.pem
  (it has both now: give every registry that file, and restart it)
  dockpass registry root retire       the new one signs alone
  dockpass registry config registry.example.com --certificate > dockpass.pem
  (the same again: until then a registry trusts the old one)`;

export function addRegistryRoot(registry: Command, session: Session): void {
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
      session.requireMachine('dockpass registry root prepare');
      const { id } = await session.administer(async ({ call }) => {
        // The first one signs at once; what is prepared is another.
        const { items } = await call(listRegistryRoots, {}, undefined);
        if (items.length === 0) await call(createRegistryRoot, {}, undefined);
        return await call(createRegistryRoot, {}, undefined);
      });
      await session.print(`prepared root ${id}; now give every registry the new bundle\n`);
    });
  root
    .command('retire')
    .summary('sign under the newest root alone')
    .description('Sign under the newest root alone, within a minute, and forget the others.')
    .addHelpText('after', '\nExample:\n  dockpass registry root retire')
    .action(async () => {
      session.requireMachine('dockpass registry root retire');
      const retired = await session.administer(async ({ call }) => {
        const { items } = await call(listRegistryRoots, {}, undefined);
        if (items.length < 2)
          throw new CommandFailure([
            'there is no other root to take its place; make one with dockpass registry root prepare',
          ]);
        return (await call(retireRegistryRoots, {}, undefined)).retired;
      });
      await session.print(retired.map(({ id }) => `retired root ${id}\n`).join(''));
    });
}
