import { type Command, Option } from 'commander';
import { createTokenForUser } from '../../exchange/flows/admin/machine-tokens.ts';
import {
  createMember,
  getMember,
  listMembers,
  updateMember,
} from '../../exchange/flows/admin/members.ts';
import { getOrganization, listOrganizations } from '../../exchange/flows/admin/organizations.ts';
import { Problem } from '../../exchange/flows/admin/problem.ts';
import {
  createUser,
  deleteUser,
  getUser,
  listUsers,
  updateUser,
} from '../../exchange/flows/admin/users.ts';
import { ROLES, type Role } from '../../exchange/tokens/roles.ts';
import { type Administration, allEntries, eachEntry } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import {
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
  warn,
} from '../output/print.ts';
import { readDescription, readEmail } from '../read-arguments.ts';

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

interface UpdateOptions extends JsonOptions {
  operator?: boolean;
}

export function addUser(program: Command, session: Session): void {
  const user = program
    .command('user')
    .summary('create, list, disable and delete users')
    .description('Create, list, update, disable and delete users.')
    .addHelpText('after', HELP);
  user
    .command('create')
    .summary('create a user, or give one more rights')
    .description('Create a user, or give an existing one what the options say.')
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .option('--operator', 'may administer the whole installation')
    .option('--organization <NAME>', 'make the user a member of it; needs --role')
    .addOption(new Option('--role <ROLE>', 'in the organization').choices(ROLES))
    .option('--token', 'print the secret of a new user access token')
    .option('--description <TEXT>', 'of the token', readDescription)
    .addHelpText('after', CREATE_HELP)
    .action((email: string, options: CreateOptions) => create(email, options, session));
  user
    .command('list')
    .summary('list users')
    .description('List users, with what they may do.')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass user list')
    .action((options: JsonOptions) => list(options, session));
  user
    .command('show')
    .summary('show a user')
    .description('Show a user.')
    .argument('<EMAIL>', 'e-mail address')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass user show bob@example.com')
    .action((email: string, options: JsonOptions) => show(email, options, session));
  user
    .command('update')
    .summary('make a user an operator, or no longer one')
    .description('Make a user an operator, or no longer one.')
    .argument('<EMAIL>', 'e-mail address')
    .option('--operator', 'may administer the whole installation')
    .option('--no-operator', 'may no longer')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass user update bob@example.com --no-operator')
    .action((email: string, options: UpdateOptions) => update(email, options, session));
  user
    .command('delete')
    .summary('delete a user')
    .description("Delete a user with their tokens and memberships; a project's tokens stay.")
    .argument('<EMAIL>', 'e-mail address')
    .addHelpText('after', '\nExample:\n  dockpass user delete bob@example.com')
    .action(async (email: string) => {
      await session.administer(({ call }) => call(deleteUser, { user_id: email }, undefined));
      await printDone(session, {}, `deleted user ${email}`);
    });
  user
    .command('disable')
    .summary("stop a user's tokens at once")
    .description("Stop a user's tokens at once, until the user is enabled again.")
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .addHelpText('after', DISABLE_HELP)
    .action((email: string) => setDisabled(email, true, session));
  user
    .command('enable')
    .summary('let a disabled user in again')
    .description('Let a disabled user in again, with the same tokens and memberships as before.')
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .addHelpText('after', '\nExample:\n  dockpass user enable bob@example.com')
    .action((email: string) => setDisabled(email, false, session));
}

async function create(email: string, options: CreateOptions, session: Session): Promise<void> {
  const { token = false, description = 'created by dockpass user create' } = options;
  const membership = membershipOf(options);
  if (options.description !== undefined && !token)
    throw new CommandFailure(['--description is of the token; add --token'], EXIT.usage);
  if (token) session.requireMachine('--token (tokens of other users)');
  const wanted = { email, operator: options.operator ?? false, membership };
  const { lines, secret } = await session.administer(
    async ({ call }) => {
      const lines = await asWanted(call, wanted);
      if (!token) return { lines, secret: null };
      const made = await call(createTokenForUser, { user_id: email }, { description });
      return { lines, secret: made.token };
    },
    { create: true },
  );
  if (lines.length === 0 && secret === null)
    lines.push(`nothing to change: ${email} has all of this already`);
  if (secret !== null)
    lines.push(`created a user access token of ${email}; keep it, it is shown only once`);
  session.complain(lines.map((line) => `${line}\n`).join(''));
  if (secret !== null) await session.print(`${secret}\n`);
}

interface WantedUser {
  email: string;
  operator: boolean;
  membership: Membership | null;
}

interface Membership {
  organization: string;
  role: Role;
}

type Call = Administration['call'];

/** A line for each thing that was not so before. */
async function asWanted(
  call: Call,
  { email, operator, membership }: WantedUser,
): Promise<string[]> {
  // What is missing is found before anything is changed.
  if (membership)
    await call(getOrganization, { organization_id: membership.organization }, undefined);
  const ids = { user_id: email };
  const user = await unlessMissing(call(getUser, ids, undefined));
  if (user?.disabled)
    throw new CommandFailure([
      `${email} is disabled; let the user in again with dockpass user enable ${email}`,
    ]);
  const lines: string[] = [];
  if (!user) {
    await call(createUser, {}, { email, operator });
    lines.push(`created user ${email}${operator ? ', an operator' : ''}`);
  } else if (operator && !user.operator) {
    await call(updateUser, ids, { operator });
    lines.push(`made user ${email} an operator`);
  }
  return membership ? [...lines, ...(await joined(call, email, membership))] : lines;
}

async function joined(
  call: Call,
  email: string,
  { organization, role }: Membership,
): Promise<string[]> {
  const ids = { organization_id: organization, user_id: email };
  const member = await unlessMissing(call(getMember, ids, undefined));
  if (member?.role === role) return [];
  if (member) await call(updateMember, ids, { role });
  else await call(createMember, { organization_id: organization }, { email, role });
  return [`made ${email} ${role} of ${organization}`];
}

async function unlessMissing<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  return await asked.catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  });
}

async function list(options: JsonOptions, session: Session): Promise<void> {
  const [users, memberships] = await session.administer(async (administration) => [
    await allEntries(administration, listUsers),
    options.json ? new Map() : await membershipsByUser(administration),
  ]);
  await printEntries(session, options, users, {
    columns: [
      { heading: 'USER', value: ({ email }) => email },
      { heading: 'STATE', value: ({ disabled }) => (disabled ? 'disabled' : 'active') },
      { heading: 'OPERATOR', value: ({ operator }) => (operator ? 'yes' : 'no') },
      {
        heading: 'ORGANIZATIONS',
        value: ({ id }) => memberships.get(id)?.join(', ') ?? null,
        flexible: true,
      },
      { heading: 'CREATED', value: ({ created_at: time }) => ({ time }) },
    ],
    none: 'There are no users; create one with dockpass user create.',
  });
}

async function membershipsByUser(administration: Administration): Promise<Map<string, string[]>> {
  const byUser = new Map<string, string[]>();
  for await (const { id, name } of eachEntry(administration, listOrganizations, {}, {})) {
    const members = await allEntries(administration, listMembers, { organization_id: id });
    for (const { user_id, role } of members)
      byUser.set(user_id, [...(byUser.get(user_id) ?? []), `${name} (${role})`]);
  }
  return byUser;
}

async function show(email: string, options: JsonOptions, session: Session): Promise<void> {
  const [user, memberships] = await session.administer(async (administration) => {
    const shown = await administration.call(getUser, { user_id: email }, undefined);
    const all = options.json ? new Map() : await membershipsByUser(administration);
    return [shown, all.get(shown.id) ?? []];
  });
  await printEntry(session, options, user, (shown) => [
    ['user', shown.email],
    ['id', shown.id],
    ['state', shown.disabled ? 'disabled' : 'active'],
    ['operator', shown.operator ? 'yes' : 'no'],
    ['organizations', memberships],
    ['created', { time: shown.created_at }],
  ]);
}

async function update(
  email: string,
  { operator, ...options }: UpdateOptions,
  session: Session,
): Promise<void> {
  if (operator === undefined)
    throw new CommandFailure(['give --operator or --no-operator'], EXIT.usage);
  const [updated, last] = await session.administer(async (administration) => {
    const user = await administration.call(updateUser, { user_id: email }, { operator });
    return [user, !operator && !(await hasOperator(administration))];
  });
  const done = operator ? `made ${email} an operator` : `${email} is not an operator any more`;
  await printDone(session, options, done, updated);
  if (last) warnOfNoOperator(session, email, `dockpass user update ${email} --operator`);
}

function membershipOf({ organization, role }: CreateOptions): Membership | null {
  if (organization !== undefined && role !== undefined) return { organization, role };
  if (organization === undefined && role === undefined) return null;
  throw new CommandFailure(
    [
      `--organization and --role go together; add ${role === undefined ? '--role' : '--organization'}`,
    ],
    EXIT.usage,
  );
}

async function setDisabled(email: string, disabled: boolean, session: Session): Promise<void> {
  const state = disabled ? 'disabled' : 'enabled';
  const ids = { user_id: email };
  const { changed, last } = await session.administer(async (administration) => {
    const user = await administration.call(getUser, ids, undefined);
    if (user.disabled === disabled) return { changed: false, last: false };
    await administration.call(updateUser, ids, { disabled });
    const last = disabled && user.operator && !(await hasOperator(administration));
    return { changed: true, last };
  });
  await session.print(changed ? `${state} ${email}\n` : `${email} was ${state} already\n`);
  if (last) warnOfNoOperator(session, email, `dockpass user enable ${email}`);
}

async function hasOperator(administration: Administration): Promise<boolean> {
  for await (const { operator, disabled } of eachEntry(administration, listUsers, {}, {}))
    if (operator && !disabled) return true;
  return false;
}

function warnOfNoOperator(session: Session, email: string, remedy: string): void {
  warn(
    session,
    `${email} was the last operator: nobody can administer the installation over the API now; let one in again with ${remedy}`,
  );
}
