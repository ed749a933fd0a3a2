import { type Command, Option } from 'commander';
import { invite, shownInvitation } from '../../exchange/flows/admin/invitations.ts';
import type { Records } from '../../exchange/stores/ports/records.ts';
import { epochSeconds, formatTime } from '../../exchange/system/clock.ts';
import { ROLES, type Role } from '../../exchange/tokens/roles.ts';
import { everyEntry } from '../every-entry.ts';
import { requireInvitation, requireOrganization } from '../find-records.ts';
import { changeRecords, readRecords } from '../open-store.ts';
import { OPERATOR, operatorEvent } from '../operator.ts';
import { readEmail } from '../read-arguments.ts';
import { tableLines } from '../table.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
Whoever has the e-mail address accepts or declines with their user access token, over the API; one who
has none gets it by dockpass user create EMAIL --token. Until then an invitation gives nothing. To add
a member without asking: dockpass user create EMAIL --organization NAME --role ROLE.

Examples:
  dockpass invitation create bob@example.com --organization acme --role member
  dockpass invitation list --organization acme
  dockpass invitation delete 01a209b1-dca3-714d-b524-232afac1fb50`;

interface CreateOptions {
  organization: string;
  role: Role;
}

export function addInvitation(program: Command, terminal: Terminal): void {
  const invitation = program
    .command('invitation')
    .summary('ask people to become members')
    .description('Ask people to become members of an organization.')
    .addHelpText('after', HELP);
  invitation
    .command('create')
    .summary('ask somebody')
    .description('Ask somebody to become a member. They have 14 days to accept.')
    .argument('<EMAIL>', 'e-mail address', readEmail)
    .requiredOption('--organization <NAME>', 'the organization')
    .addOption(
      new Option('--role <ROLE>', 'in the organization').choices(ROLES).makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      '\nExample:\n  dockpass invitation create bob@example.com --organization acme --role member',
    )
    .action((email: string, options: CreateOptions) => create(email, options, terminal));
  invitation
    .command('list')
    .summary('list those that nobody has accepted so far')
    .description('List the invitations of an organization that nobody has accepted so far.')
    .requiredOption('--organization <NAME>', 'the organization')
    .addHelpText('after', '\nExample:\n  dockpass invitation list --organization acme')
    .action(async ({ organization }: { organization: string }) => {
      const now = epochSeconds(terminal.clock);
      const lines = await readRecords(terminal, (records) => table(records, organization, now));
      await printLines(terminal, lines);
    });
  invitation
    .command('delete')
    .summary('withdraw one')
    .description('Withdraw an invitation; nobody can accept it any more.')
    .argument('<ID>', 'as dockpass invitation list shows it')
    .addHelpText(
      'after',
      '\nExample:\n  dockpass invitation delete 01a209b1-dca3-714d-b524-232afac1fb50',
    )
    .action((id: string) => withdraw(id, terminal));
}

async function create(
  email: string,
  { organization: name, role }: CreateOptions,
  terminal: Terminal,
): Promise<void> {
  const created = await changeRecords(terminal, async (records) => {
    const organization = await requireOrganization(records, name);
    const making = { records, random: terminal.random, now: epochSeconds(terminal.clock) };
    const invitation = await invite(making, organization, { email, role, by: OPERATOR });
    const event = operatorEvent(terminal, 'invitation.create', {
      scopes: [{ organizationId: organization.id, projectId: null }],
      detail: { before: null, after: shownInvitation(invitation) },
    });
    await records.auditEvents.append(event);
    return invitation;
  });
  await terminal.print(
    `invited ${email} to ${name} as ${role}, until ${formatTime(created.expiresAt)}\n`,
  );
}

async function table(records: Records, name: string, now: number): Promise<string[]> {
  const { id: organizationId } = await requireOrganization(records, name);
  const invitations = await everyEntry(
    (page) => records.invitations.list(organizationId, page, now),
    ({ id }) => id,
  );
  const rows = invitations.map(({ id, email, role, invitedBy, expiresAt }) => [
    id,
    email,
    role,
    invitedBy,
    formatTime(expiresAt),
  ]);
  return tableLines(['ID', 'EMAIL', 'ROLE', 'INVITED BY', 'EXPIRES'], rows);
}

async function withdraw(id: string, terminal: Terminal): Promise<void> {
  const { email, organization } = await changeRecords(terminal, async (records) => {
    const invitation = await requireInvitation(records, id, epochSeconds(terminal.clock));
    await records.invitations.remove(id);
    const event = operatorEvent(terminal, 'invitation.delete', {
      scopes: [{ organizationId: invitation.organizationId, projectId: null }],
      detail: { before: shownInvitation(invitation), after: null },
    });
    await records.auditEvents.append(event);
    return invitation;
  });
  await terminal.print(`withdrew the invitation of ${email} to ${organization}\n`);
}
