import { type Command, Option } from 'commander';
import {
  createMember,
  deleteMember,
  getMember,
  listMembers,
  updateMember,
} from '../../exchange/flows/admin/members.ts';
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
Only operators add people without asking them; admins of the organization invite them: dockpass
invitation create.

Examples:
  dockpass member list --organization acme
  dockpass member create bob@example.com --organization acme --role member
  dockpass member update bob@example.com --organization acme --role admin
  dockpass member delete bob@example.com --organization acme`;

interface MemberOptions extends JsonOptions {
  organization: string;
}

interface RoleOptions extends MemberOptions {
  role: Role;
}

export function addMember(program: Command, session: Session): void {
  const member = program
    .command('member')
    .summary('list, add, update and remove members')
    .description('List, add, update and remove the members of an organization.')
    .addHelpText('after', HELP);
  member
    .command('list')
    .summary('list the members of an organization')
    .description('List the members of an organization.')
    .requiredOption('--organization <NAME>', 'the organization')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass member list --organization acme')
    .action((options: MemberOptions) => list(options, session));
  member
    .command('show')
    .summary('show a member')
    .description('Show a member of an organization.')
    .argument('<EMAIL>', 'e-mail address')
    .requiredOption('--organization <NAME>', 'the organization')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass member show bob@example.com --organization acme')
    .action((email: string, options: MemberOptions) => show(email, options, session));
  member
    .command('create')
    .summary('add a member without asking')
    .description('Add a member without asking; a user is created if there is none.')
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .requiredOption('--organization <NAME>', 'the organization')
    .addOption(roleOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  dockpass member create bob@example.com --organization acme --role member',
    )
    .action(async (email: string, { organization, role, ...options }: RoleOptions) => {
      const created = await session.administer(({ call }) =>
        call(createMember, { organization_id: organization }, { email, role }),
      );
      await printDone(session, options, `made ${email} ${role} of ${organization}`, created);
    });
  member
    .command('update')
    .summary("change a member's role")
    .description("Change a member's role.")
    .argument('<EMAIL>', 'e-mail address')
    .requiredOption('--organization <NAME>', 'the organization')
    .addOption(roleOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  dockpass member update bob@example.com --organization acme --role admin',
    )
    .action(async (email: string, { organization, role, ...options }: RoleOptions) => {
      const updated = await session.administer(({ call }) =>
        call(updateMember, { organization_id: organization, user_id: email }, { role }),
      );
      await printDone(session, options, `made ${email} ${role} of ${organization}`, updated);
    });
  member
    .command('delete')
    .summary('remove a member')
    .description('Remove a member from an organization; the user stays.')
    .argument('<EMAIL>', 'e-mail address')
    .requiredOption('--organization <NAME>', 'the organization')
    .addHelpText(
      'after',
      '\nExample:\n  dockpass member delete bob@example.com --organization acme',
    )
    .action(async (email: string, { organization }: MemberOptions) => {
      await session.administer(({ call }) =>
        call(deleteMember, { organization_id: organization, user_id: email }, undefined),
      );
      await printDone(session, {}, `removed ${email} from ${organization}`);
    });
}

function roleOption(): Option {
  return new Option('--role <ROLE>', 'in the organization').choices(ROLES).makeOptionMandatory();
}

async function list({ organization, ...options }: MemberOptions, session: Session): Promise<void> {
  const members = await session.administer((administration) =>
    allEntries(administration, listMembers, { organization_id: organization }),
  );
  await printEntries(session, options, members, {
    columns: [
      { heading: 'USER', value: ({ email }) => email },
      { heading: 'ROLE', value: ({ role }) => role },
      { heading: 'SINCE', value: ({ created_at: time }) => ({ time }) },
    ],
    none: `${organization} has no members; invite some with dockpass invitation create.`,
  });
}

async function show(
  email: string,
  { organization, ...options }: MemberOptions,
  session: Session,
): Promise<void> {
  const member = await session.administer(({ call }) =>
    call(getMember, { organization_id: organization, user_id: email }, undefined),
  );
  await printEntry(session, options, member, (shown) => [
    ['user', shown.email],
    ['id', shown.user_id],
    ['organization', organization],
    ['role', shown.role],
    ['since', { time: shown.created_at }],
  ]);
}
