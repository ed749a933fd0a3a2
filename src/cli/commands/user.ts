import { type Command, Option } from 'commander';
import type { UserRecord } from '../../exchange/stores/ports/users.ts';
import { epochSeconds } from '../../exchange/system/clock.ts';
import { ROLES, type Role } from '../../exchange/tokens/roles.ts';
import { changeUser, createUser } from '../create-user.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import { requireUser } from '../find-records.ts';
import { userTable } from '../list-users.ts';
import { changeRecords, readRecords, withStore } from '../open-store.ts';
import { readDescription, readEmail } from '../read-arguments.ts';
import { createUserToken } from '../static-tokens.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
An operator administers the whole installation. Others administer or use what they are a member of:
an admin its projects, trust relationships, members and project tokens, a member its projects.

Examples:
  dockpass user create you@example.com --operator --token   the first admin
  dockpass user create bob@example.com --organization acme --role member
  dockpass user disable bob@example.com                   Bob's tokens end`;

const CREATE_HELP = `
A user who is there already gets what the options say and keeps the rest. Only --token prints to
standard output: the secret of a new user access token, once; nobody can see it again.

Examples:
  (umask 077; dockpass user create you@example.com --operator --token \\
    > ~/dockpass-token)
  dockpass user create ada@example.com --organization acme --role admin \\
    --token --description laptop`;

const DISABLE_HELP = `
None of the user's access tokens works from now on, and no build token that came out of one. Project
tokens that the user made go on, as they belong to the project: see dockpass token list --project.
Memberships stay, so that dockpass user enable brings everything back.

Example:
  dockpass user disable bob@example.com`;

interface CreateOptions {
  operator?: true;
  organization?: string;
  role?: Role;
  token?: true;
  description?: string;
}

export function addUser(program: Command, terminal: Terminal): void {
  const user = program
    .command('user')
    .summary('make, list, disable users')
    .description('Make, list, disable and enable users.')
    .addHelpText('after', HELP);
  user
    .command('create')
    .summary('make a user, or give one more rights')
    .description('Make a user, or give one who is there already what the options say.')
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .option('--operator', 'may administer the whole installation')
    .option('--organization <NAME>', 'make the user a member of it; needs --role')
    .addOption(new Option('--role <ROLE>', 'in the organization').choices(ROLES))
    .option('--token', 'print the secret of a new user access token')
    .option('--description <TEXT>', 'of the token', readDescription)
    .addHelpText('after', CREATE_HELP)
    .action((email: string, options: CreateOptions) => create(email, options, terminal));
  user
    .command('list')
    .summary('list users')
    .description('List users, with what they may do.')
    .addHelpText('after', '\nExample:\n  dockpass user list')
    .action(async () => {
      const lines = await readRecords(terminal, userTable);
      await printLines(terminal, lines);
    });
  user
    .command('disable')
    .summary("stop a user's tokens at once")
    .description("Stop a user's tokens at once, until the user is enabled again.")
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .addHelpText('after', DISABLE_HELP)
    .action((email: string) => setDisabled(email, true, terminal));
  user
    .command('enable')
    .summary('let a disabled user in again')
    .description('Let a disabled user in again, with the same tokens and memberships as before.')
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .addHelpText('after', '\nExample:\n  dockpass user enable bob@example.com')
    .action((email: string) => setDisabled(email, false, terminal));
}

async function create(email: string, options: CreateOptions, terminal: Terminal): Promise<void> {
  const { operator = false, token = false, description = 'made by dockpass user create' } = options;
  const wanted = { email, operator, membership: membershipOf(options) };
  if (options.description !== undefined && !token)
    throw new CommandFailure(['--description is of the token; add --token'], EXIT.usage);
  const { lines, secret } = await withStore(terminal, (store) =>
    store.change(async (records) => {
      const { user, lines } = await createUser(records, wanted, terminal);
      if (!token) return { lines, secret: null };
      const wantedToken = { description, expiresAt: null };
      return { lines, secret: await createUserToken(records, user, wantedToken, terminal) };
    }),
  );
  if (lines.length === 0 && secret === null)
    lines.push(`nothing to change: ${email} is so already`);
  if (secret !== null)
    lines.push(`made a user access token of ${email}; keep it, it is shown once`);
  terminal.complain(lines.map((line) => `${line}\n`).join(''));
  if (secret !== null) await terminal.print(`${secret}\n`);
}

function membershipOf({ organization, role }: CreateOptions) {
  if (organization !== undefined && role !== undefined) return { organization, role };
  if (organization === undefined && role === undefined) return null;
  throw new CommandFailure(
    [
      `--organization and --role go together; add ${role === undefined ? '--role' : '--organization'}`,
    ],
    EXIT.usage,
  );
}

async function setDisabled(email: string, disabled: boolean, terminal: Terminal): Promise<void> {
  const state = disabled ? 'disabled' : 'enabled';
  const { changed, operators } = await changeRecords(terminal, async (records) => {
    const user = await requireUser(records, email);
    if ((user.disabledAt !== null) === disabled) return { changed: false, operators: null };
    const disabledAt = disabled ? epochSeconds(terminal.clock) : null;
    const after: UserRecord = { ...user, disabledAt };
    await changeUser(records, user, after, terminal);
    return {
      changed: true,
      operators: user.operator ? await records.users.countOperators() : null,
    };
  });
  await terminal.print(changed ? `${state} ${email}\n` : `${email} was ${state} already\n`);
  if (operators === 0)
    terminal.complain(
      `! ${email} was the last operator: nobody can administer the installation over the API now; let one in again with dockpass user enable ${email}\n`,
    );
}
