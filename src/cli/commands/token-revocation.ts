import type { Command } from 'commander';
import { revokeToken } from '../../exchange/flows/admin/machine-tokens.ts';
import { Problem } from '../../exchange/flows/admin/problem.ts';
import { getProjectToken, revokeProjectToken } from '../../exchange/flows/admin/project-tokens.ts';
import { getUserToken, revokeUserToken } from '../../exchange/flows/admin/user-tokens.ts';
import { quoteIfNeeded } from '../../exchange/identity/quote.ts';
import type { TokenKind } from '../../protocol/token-kinds.ts';
import type { Administration } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';

const REVOKE_HELP = `
The token opens nothing from the moment that this command ends, and neither does any build token that
came out of it. ID is that of dockpass token list. If all you have is the token, pipe it in and give -:
never as an argument, which every process of this machine can read.

Examples:
  dockpass token revoke 01a209b1-dca3-714d-b524-232afac1fb50
  dockpass token revoke - < leaked-token

Many at once: dockpass revoke --help, dockpass user disable --help.`;

export function addTokenRevocation(token: Command, session: Session): void {
  token
    .command('revoke')
    .summary('revoke one token')
    .description('Revoke one token.')
    .argument('<ID>', 'its id, or - to read the token itself from standard input')
    .addHelpText('after', REVOKE_HELP)
    .action((id: string) => revoke(id, session));
}

/** An id does not tell of which kind it is; one's own tokens are somebody's only over the API. */
export function orOwn<Answer>(server: string | null, own: () => Promise<Answer>) {
  return async (error: unknown): Promise<Answer> => {
    if (server !== null && error instanceof Problem && error.code === 'not_found')
      return await own();
    throw error;
  };
}

async function revoke(id: string, session: Session): Promise<void> {
  requireNoSecret(id, 'revoke');
  if (id === '-') session.requireMachine('dockpass token revoke -');
  const token = id === '-' ? (await session.readInput()).trim() : null;
  const line = await session.administer(async ({ call, server }) => {
    if (server === null) return await revokeHere(call, token === null ? { id } : { token });
    // What was revoked before is revoked again, and says so: nothing else tells of which kind it is.
    const project = { project_token_id: id };
    const own = { token_id: id };
    return await call(getProjectToken, project, undefined)
      .then(async ({ revoked_at }) => {
        if (revoked_at === null) await call(revokeProjectToken, project, undefined);
        return revokedLine('project', id, revoked_at !== null);
      })
      .catch(
        orOwn(server, async () => {
          const { revoked_at } = await call(getUserToken, own, undefined);
          if (revoked_at === null) await call(revokeUserToken, own, undefined);
          return revokedLine('user', id, revoked_at !== null);
        }),
      );
  });
  await session.print(`${line}\n`);
}

/** Of any kind, as the operator on the machine may. */
async function revokeHere(
  call: Administration['call'],
  sent: { id: string } | { token: string },
): Promise<string> {
  try {
    const { kind, id, revoked_before } = await call(revokeToken, {}, sent);
    return revokedLine(kind, id, revoked_before);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'invalid_request' && 'token' in sent)
      throw new CommandFailure([
        'standard input holds no token of ours: dpu_, dpp_ or dpb_ and 36 letters and digits, whole; check what was piped',
      ]);
    if (error.code !== 'not_found' && error.code !== 'invalid_request') throw error;
    throw new CommandFailure([
      `there is no ${'id' in sent ? `token ${quoteIfNeeded(sent.id)}` : 'such token'}, or what it opened is gone; dockpass token list shows ids`,
    ]);
  }
}

function revokedLine(kind: TokenKind, id: string, before: boolean): string {
  const name = `${kind} token ${id}`;
  return before ? `${name} was revoked already` : `revoked ${name}`;
}

export function requireNoSecret(id: string, verb: string): void {
  if (!/^dp[upb]_/.test(id)) return;
  const instead =
    verb === 'revoke'
      ? 'revoke it with dockpass token revoke - and the token on standard input'
      : 'give its id, as dockpass token list shows it';
  throw new CommandFailure(
    [`that is a token, and the command line is no place for it; ${instead}`],
    EXIT.usage,
  );
}
