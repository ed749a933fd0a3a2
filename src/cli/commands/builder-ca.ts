import type { Command } from 'commander';
import type { ProjectPath } from '../../protocol/projects.ts';
import { ensureAuthorities } from '../builder-authorities.ts';
import { readProject } from '../read-arguments.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
The certificates alone stand on standard output. They are no secret, stay the same until you replace
them (dockpass builder authority), and admit jobs of this project and nobody else. If the project has no
authority yet, one is made.

Example:
  dockpass builder ca acme/web > clients-ca.pem
  buildkitd --addr tcp://0.0.0.0:1234 --tlscacert clients-ca.pem \\
    --tlscert server.pem --tlskey server-key.pem`;

export function addBuilderCa(builder: Command, terminal: Terminal): void {
  builder
    .command('ca')
    .summary("print what a project's builder has to trust")
    .description("Print the authorities that a project's builder has to trust, as PEM.")
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', HELP)
    .action(async (path: ProjectPath) => {
      const authorities = await ensureAuthorities(path, terminal);
      await terminal.print(authorities.map((one) => `${one.certificate.trim()}\n`).join(''));
    });
}
