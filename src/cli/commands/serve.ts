import type { Command } from 'commander';
import { loadConfig } from '../../exchange/load-config.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
Listens on HOST and PORT (127.0.0.1:8080) until SIGTERM or SIGINT, then finishes what is in flight.
Put a reverse proxy with TLS in front of it, and set DOCKPASS_URL to what jobs see.

Example:
  DOCKPASS_URL=https://dockpass.example.com dockpass serve`;

export function addServe(program: Command, { env }: Terminal): void {
  program
    .command('serve')
    .summary('answer jobs')
    .description('Run the exchange.')
    .addHelpText('after', HELP)
    .action(async () => {
      const config = loadConfig(env);
      // The HTTP server is most of what there is to load, and no other command needs it.
      const { serve } = await import('../../exchange/main.ts');
      await serve(config);
    });
}
