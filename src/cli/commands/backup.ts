import type { Command } from 'commander';
import type { Config } from '../../exchange/config/config.ts';
import { loadConfig } from '../../exchange/config/load-config.ts';
import { reasonOf } from '../../exchange/stores/outage.ts';
import { backUp } from '../../exchange/stores/sqlite/backup.ts';
import type { Session } from '../administration/session.ts';
import { CommandFailure } from '../failure.ts';
import { withProgress } from '../output/progress.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
FILE is a whole SQLite database with everything that was answered before this command began. The
exchange keeps running. Keep the file as safe as the database: it holds the private signing keys.
How to restore it, and what a restore brings back: docs/self-hosting.md.

Example:
  dockpass backup "backups/dockpass-$(date -u +%Y%m%dT%H%M%SZ).db"`;

export function addBackup(program: Command, session: Session): void {
  program
    .command('backup')
    .summary('copy the SQLite database while it is in use')
    .description('Copy the SQLite database into a new file, while the exchange is running.')
    .argument('<FILE>', 'a file that does not exist yet')
    .addHelpText('after', HELP)
    .action((file: string) => {
      session.requireMachine('dockpass backup');
      return backup(loadConfig(session.env), file, session);
    });
}

async function backup({ database }: Config, file: string, terminal: Terminal): Promise<void> {
  if (database.kind === 'postgres')
    throw new CommandFailure([
      'a PostgreSQL database is backed up by its own pg_dump; see docs/self-hosting.md',
    ]);
  const bytes = await withProgress(terminal, `Copying ${database.path}`, () =>
    backUp(database.path, file),
  ).catch((error: unknown) => {
    throw new CommandFailure([`no backup was made: ${reasonOf(error)}`]);
  });
  await terminal.print(`${file}: ${bytes} bytes\n`);
}
