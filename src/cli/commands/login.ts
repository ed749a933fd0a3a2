import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { whoami } from '../../exchange/flows/admin/whoami.ts';
import {
  COMMAND_LINE_CLIENT,
  DEVICE_CODE_GRANT_TYPE,
  PATHS,
} from '../../protocol/token-exchange.ts';
import { oauthRequest, Unreachable } from '../administration/oauth-request.ts';
import { remoteAdministration } from '../administration/remote.ts';
import { storedToken, storeToken, tokenFile } from '../administration/server-token.ts';
import type { Session } from '../administration/session.ts';
import { CommandFailure } from '../failure.ts';
import { warn } from '../output/print.ts';

const HELP = `
Prints an address and a code. Open the address in any browser, sign in, compare the code, and approve.
The token is a user access token of yours that ends in 90 days. It is stored in dockpass/token below
your configuration folder, for you alone; dockpass logout revokes it. Other commands use the server only
if you name it: with --server, or once and for all with export DOCKPASS_SERVER=URL.

Example:
  dockpass login --server https://dockpass.example.com`;

export function addLogin(program: Command, session: Session): void {
  program
    .command('login')
    .summary('get a token by approving this command line in a browser')
    .description(
      'Get a user access token for --server, by approving this command line in a browser.',
    )
    .addHelpText('after', HELP)
    .action(() => session.atServer('dockpass login', (server) => logIn(session, server)));
}

async function logIn(session: Session, server: string): Promise<void> {
  const { env, clock, fetch } = session;
  const asked = await askServer(session, server);
  session.complain(`Open   ${asked.verification_uri}\n`);
  session.complain(`Code   ${asked.user_code}\n`);
  session.complain(`       (or ${asked.verification_uri_complete})\n`);
  session.status?.('Waiting until you approve; Ctrl-C ends it');
  const { access_token: token, expires_in: lasts } = await approved(session, server, asked);
  const before = await storedToken(session).catch(() => undefined);
  await storeToken(session, token, server).catch(async (error: unknown) => {
    // Nobody would know of it.
    await oauthRequest(fetch, server + PATHS.revoke, { token }).catch(() => {});
    throw error;
  });
  const { call } = remoteAdministration(server, token, fetch);
  const who = await call(whoami, {}, undefined);
  const email = who.kind === 'user' ? who.user.email : 'somebody';
  const end = new Date(clock() + lasts * 1000).toISOString().slice(0, 10);
  await session.print(`signed in to ${server} as ${email} until ${end}\n`);
  await session.print(`the token is in ${tokenFile(env)}\n`);
  if (env.DOCKPASS_SERVER?.trim() !== server)
    await session.print(
      `commands work on this machine's database until you name the server:\nexport DOCKPASS_SERVER=${server}\n`,
    );
  if (before)
    warn(
      session,
      'the token that was in the file before still works where it is from; revoke it on your account page',
    );
  if (env.DOCKPASS_TOKEN?.trim())
    warn(session, 'DOCKPASS_TOKEN is set, and is used instead of the file until you unset it');
}

const authorization = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.url(),
  verification_uri_complete: z.url(),
  expires_in: z.number(),
  // RFC 8628 section 3.2.
  interval: z.number().default(5),
});

const refusal = z.object({ error: z.string(), error_description: z.string().default('') });

async function askServer({ fetch }: Session, server: string) {
  const answer = await oauthRequest(fetch, server + PATHS.deviceAuthorization, {
    client_id: COMMAND_LINE_CLIENT,
    device_name: hostname(),
  });
  const { success, data } = authorization.safeParse(answer.body);
  if (answer.status === 200 && success) return data;
  throw refused(server, answer.status, answer.body);
}

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() });

/** Seconds that are waited longer each time, as RFC 8628 section 3.5 demands. */
const SLOWER = 5;

/** Asks until somebody has decided. A network that is away for a while is waited for, ever longer. */
async function approved(
  { fetch, clock, wait = delay }: Session,
  server: string,
  { device_code, expires_in, interval: first }: z.output<typeof authorization>,
): Promise<z.output<typeof tokenAnswer>> {
  const end = clock() + expires_in * 1000;
  let interval = first;
  for (;;) {
    await wait(interval * 1000);
    const answer = await oauthRequest(fetch, server + PATHS.token, {
      grant_type: DEVICE_CODE_GRANT_TYPE,
      client_id: COMMAND_LINE_CLIENT,
      device_code,
    }).catch(unlessOver(clock() < end));
    const { success, data } = tokenAnswer.safeParse(answer?.body);
    if (answer?.status === 200 && success) return data;
    const error = refusal.safeParse(answer?.body).data?.error;
    if (clock() >= end || error === 'expired_token')
      throw new CommandFailure(['nobody approved in time; run dockpass login again']);
    if (error === 'access_denied')
      throw new CommandFailure([
        'this was denied in the browser; if you did not deny it, ask the operator of the server',
      ]);
    if (!answer || answer.status === 503) interval *= 2;
    else if (answer.status === 429) interval = Math.max(interval, answer.retryAfter ?? 0);
    else if (error === 'slow_down') interval += SLOWER;
    else if (error !== 'authorization_pending') throw refused(server, answer.status, answer.body);
  }
}

function unlessOver(hasTime: boolean): (error: unknown) => undefined {
  return (error) => {
    if (!hasTime || !(error instanceof Unreachable)) throw error;
  };
}

function refused(server: string, status: number, body: unknown): CommandFailure {
  const { success, data } = refusal.safeParse(body);
  return new CommandFailure([
    success && status !== 404
      ? `${server} refused: ${data.error_description || data.error}`
      : `${server} answered ${status}, and does not offer dockpass login; check --server, which is DOCKPASS_URL of the exchange`,
  ]);
}
