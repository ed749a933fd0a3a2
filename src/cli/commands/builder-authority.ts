import type { Command } from 'commander';
import type { ProjectPath } from '../../protocol/projects.ts';
import { prepareAuthority, retireAuthorities } from '../builder-authorities.ts';
import { CommandFailure } from '../failure.ts';
import { readProject } from '../read-arguments.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
The authority signs the certificates with which jobs come to the builder. Replace it if the database or a
backup was in strange hands, or to end every certificate that is out:
  dockpass builder authority prepare acme/web          make another one
  dockpass builder ca acme/web > clients-ca.pem        has both now
  (give the builder that file, and restart it)
  dockpass builder authority retire acme/web           the new one signs alone
  dockpass builder ca acme/web > clients-ca.pem        has the new one alone
  (the same again: until then the builder admits jobs of the old one)`;

export function addBuilderAuthority(builder: Command, terminal: Terminal): void {
  const authority = builder
    .command('authority')
    .summary('replace what a builder trusts')
    .description("Replace the authority that a project's builder trusts, without an interruption.")
    .addHelpText('after', HELP);
  authority
    .command('prepare')
    .summary('make another authority')
    .description('Make another authority. It signs nothing before the old one is retired.')
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', '\nExample:\n  dockpass builder authority prepare acme/web')
    .action(async (path: ProjectPath) => {
      const { made, waited } = await prepareAuthority(path, terminal);
      await terminal.print(
        `prepared authority ${made.id}: dockpass builder ca ${path} > clients-ca.pem, give it to the builder and restart it, then dockpass builder authority retire ${path}\n`,
      );
      if (waited)
        terminal.complain('! another one waits already; only the newest stays when you retire\n');
    });
  authority
    .command('retire')
    .summary('sign under the newest authority alone')
    .description('Sign under the newest authority alone, at once, and forget the others.')
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', '\nExample:\n  dockpass builder authority retire acme/web')
    .action(async (path: ProjectPath) => {
      const retired = await retireAuthorities(path, terminal);
      if (retired.length === 0)
        throw new CommandFailure([
          `there is no other authority to take its place; make one with dockpass builder authority prepare ${path}`,
        ]);
      const lines = [
        ...retired.map(({ id }) => `retired authority ${id}`),
        `give the builder dockpass builder ca ${path} again: until then it trusts the old one`,
      ];
      await printLines(terminal, lines);
    });
}
