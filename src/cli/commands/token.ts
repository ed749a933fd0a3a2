import type { Command } from 'commander';
import { createTokenForUser, listTokensOfUser } from '../../exchange/flows/admin/machine-tokens.ts';
import type { Operation } from '../../exchange/flows/admin/operation.ts';
import {
  createProjectToken,
  getProjectToken,
  listProjectTokens,
  updateProjectToken,
} from '../../exchange/flows/admin/project-tokens.ts';
import { getProject } from '../../exchange/flows/admin/projects.ts';
import {
  createUserToken,
  getUserToken,
  listUserTokens,
  updateUserToken,
} from '../../exchange/flows/admin/user-tokens.ts';
import { getUser } from '../../exchange/flows/admin/users.ts';
import { formatTime } from '../../exchange/system/clock.ts';
import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { allEntries } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import {
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
  printJson,
} from '../output/print.ts';
import type { Column } from '../output/table.ts';
import {
  type Moment,
  readDescription,
  readEmail,
  readMoment,
  readPermissions,
  readProject,
} from '../read-arguments.ts';
import { addTokenRevocation, orOwn, requireNoSecret } from './token-revocation.ts';

type AnswerOf<O> = O extends Operation<infer _, infer Answer> ? Answer : never;
type UserToken = AnswerOf<typeof getUserToken>;
type ProjectToken = AnswerOf<typeof getProjectToken>;
type Made = AnswerOf<typeof createUserToken>;

const HELP = `
A user access token (dpu_…) opens every project of every organization that its user belongs to. A
project token (dpp_…) opens one project, whoever holds it. A job needs neither: it has a build token
(dpb_…) from its exchange.

With --server, what you do without --user and --project is about your own tokens; those of other users
are up to the operator on the exchange's own machine.

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

const UPDATE_HELP = `
Example:
  dockpass token update 01a209b1-dca3-714d-b524-232afac1fb50 \\
    --description "nightly mirror"`;

/** Whose tokens: exactly one of the two. */
interface Holder {
  user?: string;
  project?: ProjectPath;
}

interface CreateOptions extends Holder, JsonOptions {
  description?: string;
  expires?: Moment;
  permissions?: Permission[];
}

interface UpdateOptions extends JsonOptions {
  description: string;
}

export function addToken(program: Command, session: Session): void {
  const token = program
    .command('token')
    .summary('create, list and revoke access tokens')
    .description('Create, list and revoke user access tokens and project tokens.')
    .addHelpText('after', HELP);
  token
    .command('create')
    .summary('create a user access token or a project token')
    .description('Create a user access token or a project token, and print its secret once.')
    .option('--user <EMAIL>', 'the user that it is for', readEmail)
    .option('--project <PROJECT>', 'the project that it opens: organization/project', readProject)
    .option('--description <TEXT>', 'what it is for; required', readDescription)
    .option('--expires <WHEN>', '90d, 2027-01-31; left out: never', readMoment)
    .option('--permissions <LIST>', 'of a project token; left out: all', readPermissions)
    .addOption(jsonOption())
    .addHelpText('after', CREATE_HELP)
    .action((options: CreateOptions) => create(options, session));
  token
    .command('list')
    .summary('list the tokens of a user or a project')
    .description('List the user access tokens of a user, or the project tokens of a project.')
    .option('--user <EMAIL>', 'those of this user', readEmail)
    .option('--project <PROJECT>', 'those of this project: organization/project', readProject)
    .addOption(jsonOption())
    .addHelpText('after', LIST_HELP)
    .action((options: Holder & JsonOptions) => list(options, session));
  addTokenRevocation(token, session);
  token
    .command('show')
    .summary('show a token, without its secret')
    .description('Show a project token or, with --server, one of your own; never a secret.')
    .argument('<ID>', 'as dockpass token list shows it')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass token show 01a209b1-dca3-714d-b524-232afac1fb50')
    .action((id: string, options: JsonOptions) => show(id, options, session));
  token
    .command('update')
    .summary('describe a token anew')
    .description('Describe a project token or, with --server, one of your own anew.')
    .argument('<ID>', 'as dockpass token list shows it')
    .requiredOption('--description <TEXT>', 'what it is for', readDescription)
    .addOption(jsonOption())
    .addHelpText('after', UPDATE_HELP)
    .action((id: string, options: UpdateOptions) => update(id, options, session));
}

async function create(options: CreateOptions, session: Session): Promise<void> {
  // One moment: a token for 90 days has not a second less.
  const now = session.clock();
  const { description, permissions, expires } = options;
  const holder = holderOf(options, session);
  const faults = [holder === null && NO_HOLDER, description === undefined && NO_DESCRIPTION];
  if (holder === null || description === undefined)
    throw new CommandFailure(
      faults.filter((fault) => fault !== false),
      EXIT.usage,
    );
  if (permissions && !('project' in holder))
    throw new CommandFailure(
      ['--permissions is for project tokens; a user access token opens whatever its user may'],
      EXIT.usage,
    );
  const expiresAt = expires && expiryOf(expires, now);
  const wanted = { description, ...(expiresAt !== undefined && { expires_at: expiresAt }) };
  const made = await session.administer<Made>(async ({ call }) => {
    if ('project' in holder) {
      const body = { ...wanted, ...(permissions && { permissions }) };
      return await call(createProjectToken, { project_id: holder.project }, body);
    }
    if ('user' in holder) return await call(createTokenForUser, { user_id: holder.user }, wanted);
    return await call(createUserToken, {}, wanted);
  });
  const end = made.expires_at === null ? '' : `, which ends at ${shortTime(made.expires_at)}`;
  session.complain(`created ${nameOf(holder)}${end}; keep it, it is shown only once\n`);
  if (options.json) await printJson(session, made);
  else await session.print(`${made.token}\n`);
}

async function list(options: Holder & JsonOptions, session: Session): Promise<void> {
  const holder = holderOf(options, session);
  if (holder === null) throw new CommandFailure([NO_HOLDER], EXIT.usage);
  const now = session.clock();
  if ('project' in holder) {
    const ids = { project_id: holder.project };
    const [project, tokens] = await session.administer(async (administration) => [
      await administration.call(getProject, ids, undefined),
      await allEntries(administration, listProjectTokens, ids),
    ]);
    const barred = project.oidc_only ? 'refused (oidc_only)' : null;
    return await printEntries(session, options, tokens, {
      columns: [
        ...kept<ProjectToken>(barred, now),
        { heading: 'PERMISSIONS', value: ({ permissions }) => permissions.join(',') },
        { heading: 'CREATED BY', value: ({ created_by }) => created_by, flexible: true },
      ],
      none: `${holder.project} has no project tokens.`,
    });
  }
  const [barred, tokens] = await session.administer(async (administration) => {
    if (!('user' in holder)) return [null, await allEntries(administration, listUserTokens)];
    const ids = { user_id: holder.user };
    const { disabled } = await administration.call(getUser, ids, undefined);
    const theirs = await allEntries(administration, listTokensOfUser, ids);
    return [disabled ? 'user disabled' : null, theirs];
  });
  await printEntries(session, options, tokens, {
    columns: kept<UserToken>(barred, now),
    none: 'user' in holder ? `${holder.user} has no user access tokens.` : 'You have no tokens.',
  });
}

async function show(id: string, options: JsonOptions, session: Session): Promise<void> {
  requireNoSecret(id, 'show');
  const token = await session.administer<ProjectToken | UserToken>(({ call, server }) =>
    call(getProjectToken, { project_token_id: id }, undefined).catch(
      orOwn(server, () => call(getUserToken, { token_id: id }, undefined)),
    ),
  );
  const now = session.clock();
  await printEntry(session, options, token, (shown) => [
    ['id', shown.id],
    ['description', shown.description],
    ['state', stateOf(shown, now) ?? 'active'],
    ...('permissions' in shown
      ? ([
          ['project', shown.project_id],
          ['permissions', shown.permissions.join(',')],
          ['created by', shown.created_by],
        ] as const)
      : []),
    ['created', { time: shown.created_at }],
    ['last used', { time: shown.last_used_at, otherwise: 'never' }],
    ['expires', { time: shown.expires_at, otherwise: 'never' }],
  ]);
}

async function update(
  id: string,
  { description, ...options }: UpdateOptions,
  session: Session,
): Promise<void> {
  requireNoSecret(id, 'update');
  const updated = await session.administer<ProjectToken | UserToken>(({ call, server }) =>
    call(updateProjectToken, { project_token_id: id }, { description }).catch(
      orOwn(server, () => call(updateUserToken, { token_id: id }, { description })),
    ),
  );
  await printDone(session, options, `described token ${id} anew`, updated);
}

/** The columns that both kinds of tokens have. */
function kept<Token extends UserToken>(barred: string | null, now: number): Column<Token>[] {
  return [
    { heading: 'ID', value: ({ id }) => id },
    { heading: 'DESCRIPTION', value: ({ description }) => description, flexible: true },
    { heading: 'STATE', value: (token) => stateOf(token, now) ?? barred ?? 'active' },
    { heading: 'CREATED', value: ({ created_at: time }) => ({ time }) },
    { heading: 'LAST USED', value: ({ last_used_at: time }) => ({ time, otherwise: 'never' }) },
    { heading: 'EXPIRES', value: ({ expires_at: time }) => ({ time, otherwise: 'never' }) },
  ];
}

function stateOf({ revoked_at, expires_at }: UserToken, now: number): string | undefined {
  if (revoked_at !== null) return `revoked ${shortTime(revoked_at)}`;
  return expires_at !== null && Date.parse(expires_at) <= now ? 'expired' : undefined;
}

/** As people read it: to the second. */
function shortTime(time: string): string {
  return formatTime(Math.floor(Date.parse(time) / 1000));
}

const NO_HOLDER = 'give either --user or --project';
const NO_DESCRIPTION = 'give --description, too: what the token is for';

/** Null: not exactly one is named. With a server, who names none means themselves. */
function holderOf(
  { user, project }: Holder,
  session: Session,
): { user: string } | { project: ProjectPath } | { own: true } | null {
  if (user !== undefined && project !== undefined) return null;
  if (project !== undefined) return { project };
  if (user !== undefined) {
    session.requireMachine('--user (tokens of other users)');
    return { user };
  }
  return session.isRemote() ? { own: true } : null;
}

function nameOf(holder: { user: string } | { project: ProjectPath } | { own: true }): string {
  if ('project' in holder) return `a project token of ${holder.project}`;
  return 'user' in holder ? `a user access token of ${holder.user}` : 'a user access token';
}

/** The end of the year 9999, the last that ISO 8601 writes with four digits. */
const END_OF_TIME = 253_402_300_799;

/** As operations take it. */
function expiryOf(expires: Moment, now: number): string {
  const at = Math.floor(('at' in expires ? expires.at : now + expires.distance) / 1000);
  if (at <= Math.floor(now / 1000))
    throw new CommandFailure(
      [`--expires ${formatTime(at)} is in the past; give a moment to come`],
      EXIT.usage,
    );
  return formatTime(Math.min(at, END_OF_TIME));
}
