import type { Command } from 'commander';
import { exportPolicy } from '../../exchange/flows/admin/export-policy.ts';
import { printPolicy } from '../../exchange/policy/yaml.ts';
import type { Session } from '../administration/session.ts';
import { withProgress } from '../output/progress.ts';

const HELP = `
What is printed is what dockpass apply reads: applied again, it changes nothing. Ids that were pinned
at the first use of a trust relationship are in it. No tokens, no keys.

Example:
  dockpass export > policy.yaml`;

export function addExport(program: Command, session: Session): void {
  program
    .command('export')
    .summary('print the installation as such a file')
    .description('Print issuers, organizations, projects and trust relationships as YAML.')
    .addHelpText('after', HELP)
    .action(async () => {
      const { policy } = await session.administer(({ call }) =>
        withProgress(session, 'Reading the database', () => call(exportPolicy, {}, undefined)),
      );
      await session.print(printPolicy(policy));
    });
}
