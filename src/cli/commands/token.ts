import type { Command } from 'commander';
import { quoteIfNeeded } from '../../exchange/identity/quote.ts';
import { epochSeconds, formatTime } from '../../exchange/system/clock.ts';
import { PERMISSIONS, type Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import { requireProject, requireUser } from '../find-records.ts';
import { projectTokenTable, userTokenTable } from '../list-tokens.ts';
import { changeRecords, readRecords, withExistingStore } from '../open-store.ts';
import {
  type Moment,
  readDescription,
  readEmail,
  readMoment,
  readPermissions,
  readProject,
} from '../read-arguments.ts';
import { findById, findBySecret, revokeToken } from '../revoke-token.ts';
import { createProjectToken, createUserToken } from '../static-tokens.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
A user access token (dpu_…) opens every project of every organization that its user belongs to. A
project token (dpp_…) opens one project, whoever holds it. A job needs neither: it has a build token
(dpb_…) from its exchange.

Examples:
  dockpass token create --user ada@example.com --description laptop \\
    --expires 90d
  dockpass token list --project acme/web
  dockpass token revoke 01a209b1-dca3-714d-b524-232afac1fb50`;

const CREATE_HELP = `
Only the secret goes to standard output, once: nobody can see it again, as its hash is all that is
stored. --expires takes a duration from now (90d, 12h), a date (its start, in UTC) or a time with zone.

Examples:
  dockpass token create --user ada@example.com --description laptop \\
    --expires 90d
  (umask 077; dockpass token create --project acme/web \\
    --description "nightly mirror" --permissions pull > token)
  dockpass token create --project acme/web --description "old CI" \\
    --expires 2027-01-31`;

const LIST_HELP = `
Shows id, description, state, and when each was made, last used and ends; never a secret.

Examples:
  dockpass token list --user ada@example.com
  dockpass token list --project acme/web`;

const REVOKE_HELP = `
The token opens nothing from the moment that this command ends, and neither does any build token that
came out of it. ID is that of dockpass token list. If all you have is the token, pipe it in and give -:
never as an argument, which every process of this machine can read.

Examples:
  dockpass token revoke 01a209b1-dca3-714d-b524-232afac1fb50
  dockpass token revoke - < leaked-token

Many at once: dockpass revoke --help, dockpass user disable --help.`;

/** Whose tokens: exactly one of the two. */
interface Holder {
  user?: string;
  project?: ProjectPath;
}

interface CreateOptions extends Holder {
  description?: string;
  expires?: Moment;
  permissions?: Permission[];
}

export function addToken(program: Command, terminal: Terminal): void {
  const token = program
    .command('token')
    .summary('make, list, revoke access tokens')
    .description('Make and list user access tokens and project tokens; revoke any token.')
    .addHelpText('after', HELP);
  token
    .command('create')
    .summary('make a user access token or a project token')
    .description('Make a user access token or a project token, and print its secret once.')
    .option('--user <EMAIL>', 'the user that it is for', readEmail)
    .option('--project <PROJECT>', 'the project that it opens: organization/project', readProject)
    .option('--description <TEXT>', 'what it is for; required', readDescription)
    .option('--expires <WHEN>', '90d, 2027-01-31; left out: never', readMoment)
    .option('--permissions <LIST>', 'of a project token; left out: all', readPermissions)
    .addHelpText('after', CREATE_HELP)
    .action((options: CreateOptions) => create(options, terminal));
  token
    .command('list')
    .summary('list the tokens of a user or a project')
    .description('List the user access tokens of a user, or the project tokens of a project.')
    .option('--user <EMAIL>', 'those of this user', readEmail)
    .option('--project <PROJECT>', 'those of this project: organization/project', readProject)
    .addHelpText('after', LIST_HELP)
    .action((options: Holder) => list(options, terminal));
  token
    .command('revoke')
    .summary('revoke one token')
    .description('Revoke one token.')
    .argument('<ID>', 'its id, or - to read the token itself from standard input')
    .addHelpText('after', REVOKE_HELP)
    .action((id: string) => revoke(id, terminal));
}

async function create(options: CreateOptions, given: Terminal): Promise<void> {
  // One moment: a token for 90 days has not a second less.
  const now = given.clock();
  const terminal = { ...given, clock: () => now };
  const { description, permissions = PERMISSIONS } = options;
  if (description === undefined) throw incomplete(options);
  const { user, project } = oneHolder(options);
  if (user !== undefined && options.permissions)
    throw new CommandFailure(
      ['--permissions is for project tokens; a user access token opens whatever its user may'],
      EXIT.usage,
    );
  const wanted = { description, permissions, expiresAt: expiryOf(options.expires, terminal) };
  const secret = await changeRecords(terminal, async (records) =>
    project === undefined
      ? await createUserToken(records, await requireUser(records, user), wanted, terminal)
      : await createProjectToken(records, await requireProject(records, project), wanted, terminal),
  );
  const whose = project === undefined ? `user access token of ${user}` : `token of ${project}`;
  const end = wanted.expiresAt === null ? '' : `, which ends at ${formatTime(wanted.expiresAt)}`;
  terminal.complain(`made a ${whose}${end}; keep it, it is shown once\n`);
  await terminal.print(`${secret}\n`);
}

async function list(options: Holder, terminal: Terminal): Promise<void> {
  const { user, project } = oneHolder(options);
  const now = epochSeconds(terminal.clock);
  const lines = await readRecords(terminal, async (records) =>
    project === undefined
      ? await userTokenTable(records, await requireUser(records, user), now)
      : await projectTokenTable(records, await requireProject(records, project), now),
  );
  await printLines(terminal, lines);
}

async function revoke(id: string, terminal: Terminal): Promise<void> {
  if (/^dp[upb]_/.test(id))
    throw new CommandFailure(
      [
        'that is a token, and the command line is no place for it; revoke it with dockpass token revoke - and the token on standard input',
      ],
      EXIT.usage,
    );
  const input = id === '-' ? await terminal.readInput() : null;
  const line = await withExistingStore(terminal, async (store) => {
    const token = await (input === null ? findById(store, id) : findBySecret(store, input));
    if (!token)
      throw new CommandFailure([
        `there is no ${input === null ? `token ${quoteIfNeeded(id)}` : 'such token'}, or what it opened is gone; dockpass token list shows ids`,
      ]);
    const revoked = await revokeToken(store, token, terminal);
    const name = `${token.kind} token ${token.id}`;
    return revoked ? `revoked ${name}` : `${name} was revoked already`;
  });
  await terminal.print(`${line}\n`);
}

const NO_HOLDER = 'give either --user or --project';

function oneHolder({
  user,
  project,
}: Holder): { user: string; project?: never } | { user?: never; project: ProjectPath } {
  if (user !== undefined && project === undefined) return { user };
  if (user === undefined && project !== undefined) return { project };
  throw new CommandFailure([NO_HOLDER], EXIT.usage);
}

/** All that is missing besides the description. */
function incomplete({ user, project }: Holder): CommandFailure {
  const noDescription = 'give --description, too: what the token is for';
  return user === undefined && project === undefined
    ? new CommandFailure([NO_HOLDER, noDescription], EXIT.usage)
    : new CommandFailure([noDescription], EXIT.usage);
}

/** The end of the year 9999, the last that ISO 8601 writes with four digits. */
const END_OF_TIME = 253_402_300_799;

function expiryOf(expires: Moment | undefined, { clock }: Terminal): number | null {
  if (expires === undefined) return null;
  const now = epochSeconds(clock);
  const at = Math.floor(('at' in expires ? expires.at : clock() + expires.distance) / 1000);
  if (at <= now)
    throw new CommandFailure(
      [`--expires ${formatTime(at)} is in the past; give a moment to come`],
      EXIT.usage,
    );
  return Math.min(at, END_OF_TIME);
}
