import { type Command, Option } from 'commander';
import {
  createInvitation,
  createInvitationLink,
  deleteInvitation,
  getInvitation,
  listInvitations,
} from '../../exchange/flows/admin/invitations.ts';
import { getOrganization } from '../../exchange/flows/admin/organizations.ts';
import { formatTime } from '../../exchange/system/clock.ts';
import { ROLES, type Role } from '../../exchange/tokens/roles.ts';
import { allEntries } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import {
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
} from '../output/print.ts';
import { readEmail } from '../read-arguments.ts';

const HELP = `
Pass the link on to the person: it works once. They open it in a browser and accept with the account that they
have, or get a new one. Until it is accepted, an invitation gives nothing. Operators can also add a member
without asking: dockpass member create.

Examples:
  dockpass invitation create bob@example.com --organization acme --role member
  dockpass invitation list --organization acme
  dockpass invitation link 01a209b1-dca3-714d-b524-232afac1fb50
  dockpass invitation delete 01a209b1-dca3-714d-b524-232afac1fb50`;

interface ListOptions extends JsonOptions {
  organization: string;
}

interface CreateOptions extends JsonOptions {
  organization: string;
  role: Role;
}

export function addInvitation(program: Command, session: Session): void {
  const invitation = program
    .command('invitation')
    .summary('ask people to become members')
    .description('Ask people to become members of an organization.')
    .addHelpText('after', HELP);
  invitation
    .command('create')
    .summary('invite a person')
    .description(
      'Ask somebody to become a member, and print the link to pass on. They have 14 days to accept.',
    )
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .requiredOption('--organization <NAME>', 'the organization')
    .addOption(
      new Option('--role <ROLE>', 'in the organization').choices(ROLES).makeOptionMandatory(),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  dockpass invitation create bob@example.com --organization acme --role member',
    )
    .action((email: string, options: CreateOptions) => create(email, options, session));
  invitation
    .command('list')
    .summary('list the invitations that are open')
    .description(
      'List the open invitations of an organization: neither accepted, withdrawn nor expired.',
    )
    .requiredOption('--organization <NAME>', 'the organization')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass invitation list --organization acme')
    .action((options: ListOptions) => list(options, session));
  invitation
    .command('show')
    .summary('show an invitation')
    .description('Show an open invitation.')
    .argument('<ID>', 'as dockpass invitation list shows it')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  dockpass invitation show 01a209b1-dca3-714d-b524-232afac1fb50',
    )
    .action((id: string, options: JsonOptions) => show(id, options, session));
  invitation
    .command('link')
    .summary('create a new link')
    .description('Create a new link for an open invitation; the one before no longer works.')
    .argument('<ID>', 'as dockpass invitation list shows it')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  dockpass invitation link 01a209b1-dca3-714d-b524-232afac1fb50',
    )
    .action((id: string, options: JsonOptions) => link(id, options, session));
  invitation
    .command('delete')
    .summary('withdraw an invitation')
    .description('Withdraw an invitation; nobody can accept it any more.')
    .argument('<ID>', 'as dockpass invitation list shows it')
    .addHelpText(
      'after',
      '\nExample:\n  dockpass invitation delete 01a209b1-dca3-714d-b524-232afac1fb50',
    )
    .action((id: string) => withdraw(id, session));
}

async function create(
  email: string,
  { organization, role, ...options }: CreateOptions,
  session: Session,
): Promise<void> {
  const created = await session.administer(({ call }) =>
    call(createInvitation, { organization_id: organization }, { email, role }),
  );
  const until = formatTime(Math.floor(Date.parse(created.expires_at) / 1000));
  const done = `invited ${email} to ${organization} as ${role}, until ${until}; pass this link on, it is shown only once:`;
  await printDone(session, options, [done, String(created.link)], created);
}

async function link(id: string, options: JsonOptions, session: Session): Promise<void> {
  const created = await session.administer(({ call }) =>
    call(createInvitationLink, { invitation_id: id }, undefined),
  );
  await printDone(session, options, String(created.link), created);
}

async function list(options: ListOptions, session: Session): Promise<void> {
  const { organization } = options;
  const invitations = await session.administer((administration) =>
    allEntries(administration, listInvitations, { organization_id: organization }),
  );
  await printEntries(session, options, invitations, {
    columns: [
      { heading: 'ID', value: ({ id }) => id },
      { heading: 'EMAIL', value: ({ email }) => email },
      { heading: 'ROLE', value: ({ role }) => role },
      { heading: 'INVITED BY', value: ({ invited_by }) => invited_by, flexible: true },
      { heading: 'EXPIRES', value: ({ expires_at: time }) => ({ time }) },
    ],
    none: `${organization} has no open invitations.`,
  });
}

async function show(id: string, options: JsonOptions, session: Session): Promise<void> {
  const invitation = await session.administer(({ call }) =>
    call(getInvitation, { invitation_id: id }, undefined),
  );
  await printEntry(session, options, invitation, (shown) => [
    ['id', shown.id],
    ['email', shown.email],
    ['organization', shown.organization_id],
    ['role', shown.role],
    ['invited by', shown.invited_by],
    ['created', { time: shown.created_at }],
    ['expires', { time: shown.expires_at }],
  ]);
}

async function withdraw(id: string, session: Session): Promise<void> {
  const ids = { invitation_id: id };
  const done = await session.administer(async ({ call }) => {
    const { email, organization_id } = await call(getInvitation, ids, undefined);
    const { name } = await call(getOrganization, { organization_id }, undefined);
    await call(deleteInvitation, ids, undefined);
    return `withdrew the invitation of ${email} to ${name}`;
  });
  await printDone(session, {}, done);
}
