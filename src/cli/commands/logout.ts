import type { Command } from 'commander';
import { Problem } from '../../exchange/flows/admin/problem.ts';
import { whoami } from '../../exchange/flows/admin/whoami.ts';
import { PATHS } from '../../protocol/token-exchange.ts';
import { oauthRequest } from '../administration/oauth-request.ts';
import { remoteAdministration } from '../administration/remote.ts';
import {
  forgetToken,
  storedServer,
  storedToken,
  tokenFile,
} from '../administration/server-token.ts';
import type { Session } from '../administration/session.ts';
import { CommandFailure } from '../failure.ts';
import { warn } from '../output/print.ts';

const HELP = `
Without --server and DOCKPASS_SERVER, the server of your last dockpass login is asked to revoke the token.

If the server is unreachable, nothing is removed: the token would go on working, and you could no longer revoke
it. --force removes the file all the same.

Example:
  dockpass logout`;

export function addLogout(program: Command, session: Session): void {
  program
    .command('logout')
    .summary('revoke that token and remove it from this machine')
    .description('Revoke the token that dockpass login has stored, and remove its file.')
    .option('--force', 'remove the file even if the token could not be revoked')
    .addHelpText('after', HELP)
    .action((options: { force?: true }) =>
      session.atServer(
        'dockpass logout',
        (server) => logOut(session, server, options),
        () => storedServer(session),
      ),
    );
}

async function logOut(session: Session, server: string, { force }: { force?: true }) {
  const { env } = session;
  const file = tokenFile(env);
  const token = await storedToken(session);
  if (token === undefined) throw new CommandFailure([`you are not signed in: there is no ${file}`]);
  const revoking = revoke(session, server, token);
  if (!force) await revoking.catch(sayThatNothingWasRemoved);
  const failure = await revoking.then(() => null, describe);
  await forgetToken(session);
  if (failure === null) await session.print(`revoked the token, and removed ${file}\n`);
  else {
    await session.print(`removed ${file}\n`);
    warn(session, `the token was not revoked, and works until it expires: ${failure}`);
  }
  if (env.DOCKPASS_TOKEN?.trim())
    warn(session, 'DOCKPASS_TOKEN is set, and was left alone: that is another token');
}

/** The answer to a revocation does not say whether the token was known, so the server is asked before. */
async function revoke({ fetch }: Session, server: string, token: string): Promise<void> {
  await remoteAdministration(server, token, fetch).call(whoami, {}, undefined);
  const { status } = await oauthRequest(fetch, server + PATHS.revoke, { token });
  if (status !== 200)
    throw new CommandFailure([`${server} answered ${status} and did not revoke the token`]);
}

function sayThatNothingWasRemoved(error: unknown): never {
  if (!(error instanceof CommandFailure || error instanceof Problem)) throw error;
  throw new CommandFailure([
    describe(error),
    'nothing was removed; try again, or add --force to remove the file without revoking its token',
  ]);
}

function describe(error: unknown): string {
  if (error instanceof CommandFailure) return error.lines.join('; ');
  if (error instanceof Problem) return error.message;
  throw error;
}
