import type { Command } from 'commander';
import type { Config } from '../../exchange/config/config.ts';
import { loadConfig } from '../../exchange/config/load-config.ts';
import type { Session } from '../administration/session.ts';
import { CommandFailure } from '../failure.ts';
import { openWithProgress } from '../open-store.ts';

const HELP = `
Listens on HOST and PORT (127.0.0.1:8080) until SIGTERM or SIGINT, then finishes what is in flight.
Put a reverse proxy with TLS in front of it, and set DOCKPASS_URL to what jobs see.

Example:
  DOCKPASS_URL=https://dockpass.example.com dockpass serve`;

export function addServe(program: Command, session: Session): void {
  program
    .command('serve')
    .summary('answer jobs')
    .description('Run the exchange.')
    .addHelpText('after', HELP)
    .action(async () => {
      session.requireMachine('dockpass serve');
      const config = loadConfig(session.env);
      // The HTTP server is most of what there is to load, and no other command needs it.
      const { serve } = await import('../../exchange/main.ts');
      await serve(config, { openStore: openWithProgress(session) }).catch((error: unknown) => {
        throw explained(error, config);
      });
    });
}

const CANNOT_LISTEN = ['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES'];

function explained(error: unknown, { listen: { host, port } }: Config): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'getaddrinfo')
    return new CommandFailure([
      `cannot listen on ${host}: there is no such host (${code}); set HOST to an address of this machine, such as 127.0.0.1`,
    ]);
  if (syscall !== 'listen' || !CANNOT_LISTEN.includes(code)) return error;
  return new CommandFailure([
    `cannot listen on ${host} port ${port} (${code}); end what listens there, or change HOST and PORT`,
  ]);
}
