import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AuditFilter, AuditQuery } from '../../exchange/audit/audit-store.ts';
import { AUDIT_DECISIONS, type AuditEvent } from '../../exchange/audit/event.ts';
import type { Store } from '../../exchange/stores/port.ts';
import type { EventPage } from '../../exchange/stores/ports/audit-events.ts';
import { type FilterOptions, filterOf } from '../audit-filter.ts';
import { describeEvent } from '../describe-event.ts';
import { eventTable } from '../event-table.ts';
import { CommandFailure } from '../failure.ts';
import { requireEvent } from '../find-records.ts';
import { readRecords, withExistingStore } from '../open-store.ts';
import { readMoment, readProject, readRepository, readRunId } from '../read-arguments.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
Every exchange, refusal, revocation and change leaves an event. Its id is the reference that a refused
job is told. Without a command: dockpass audit list, with its options.

Examples:
  dockpass audit --limit 3
  dockpass audit show REFERENCE
  dockpass audit export --after "$LAST_ID" >> audit.jsonl`;

const FILTERS = `
Filters that stand together must all hold. --since and --until take a date (its start, in UTC), a time
with zone, or a duration before now; --until is the first moment that is left out.`;

const LIST_HELP = `${FILTERS}

Examples:
  dockpass audit --decision refused --since 24h
  dockpass audit --project acme/web --since 2027-01-01 --until 2027-02-01
  dockpass audit --repository acme/web --run 9876543210`;

const SHOW_HELP = `
Of a refused job, claim by claim what it presented and what each trust relationship expected, which the
job itself is not told; of a change, what was before and what is after.

Example:
  dockpass audit show 01a209b1-dca3-714d-b524-232afac1fb50`;

const EXPORT_HELP = `
One JSON object per line, with the verified claims of the job, the reason, and claim by claim what was
presented and expected. What is written after an export comes after all that was in it: go on with
--after and the last id.
${FILTERS}

Examples:
  dockpass audit export --after "$LAST_ID" >> audit.jsonl   new since the last
  dockpass audit export --decision refused --since 24h |
    jq '{time, reason, detail}'
  dockpass audit export | jq 'select(.id == "REFERENCE").claims'`;

/** Events are read in portions, so that years of them fit through a small process. */
const PORTION = 1000;

/** What a person looks at in one go. */
const LISTED = 20;

interface ListOptions extends FilterOptions {
  after?: string;
  limit?: number;
}

export function addAudit(program: Command, terminal: Terminal): void {
  const audit = program
    .command('audit')
    .summary('see what happened')
    .description('See what happened: list, show and export audit events.')
    .addHelpText('after', HELP);
  withFilters(audit.command('list', { isDefault: true }))
    .summary('list events, newest first')
    .description('List events, the newest first.')
    .option('--limit <COUNT>', `at most so many (default: ${LISTED})`, positiveInteger)
    .option('--after <ID>', 'as dockpass audit export --after', eventId)
    .addHelpText('after', LIST_HELP)
    .action((options: ListOptions) =>
      withExistingStore(terminal, (store) =>
        // Exports of before there was a command for them go on as they were.
        options.after === undefined
          ? listEvents(store, options, terminal)
          : exportEvents(store, options, terminal),
      ),
    );
  audit
    .command('show')
    .summary('show one event, with the claims of its job')
    .description('Show one event: the one that a reference names.')
    .argument('<REFERENCE>', 'as the job was told, or dockpass audit list shows it', eventId)
    .addHelpText('after', SHOW_HELP)
    .action(async (reference: string) => {
      const event = await readRecords(terminal, (records) => requireEvent(records, reference));
      await printLines(terminal, describeEvent(event));
    });
  withFilters(audit.command('export'))
    .summary('print events as JSON lines, oldest first')
    .description('Print events as JSON lines, the oldest first.')
    .option('--after <ID>', 'only events after the one with this id; empty: all', eventId)
    .option('--limit <COUNT>', 'at most so many', positiveInteger)
    .addHelpText('after', EXPORT_HELP)
    .action((options: ListOptions) =>
      withExistingStore(terminal, (store) => exportEvents(store, options, terminal)),
    );
}

function withFilters(command: Command): Command {
  return command
    .option('--project <PROJECT>', 'about this project: organization/project', readProject)
    .option('--repository <REPOSITORY>', 'of jobs of owner/name', readRepository)
    .option('--run <ID>', 'of jobs of the run with this run_id', readRunId)
    .addOption(new Option('--decision <DECISION>', 'that ended so').choices(AUDIT_DECISIONS))
    .option('--since <WHEN>', 'from then on: 24h, 2027-01-31', readMoment)
    .option('--until <WHEN>', 'before then', readMoment);
}

async function listEvents(
  store: Store,
  { limit = LISTED, ...options }: ListOptions,
  terminal: Terminal,
): Promise<void> {
  const filter = await filterOf(options, store, terminal);
  const events = await newestEvents(store, filter, limit + 1);
  await printLines(terminal, eventTable(events.slice(0, limit)));
  if (events.length > limit)
    terminal.complain(
      'there are older ones; see more with --limit, all with dockpass audit export\n',
    );
}

async function newestEvents(
  store: Store,
  filter: AuditFilter,
  limit: number,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let before: string | null = null;
  do {
    const place = { before, limit: Math.min(limit - events.length, PORTION) };
    const page: EventPage = await store.read(({ auditEvents }) =>
      auditEvents.search(filter, place),
    );
    events.push(...page.events);
    before = page.next;
  } while (before !== null && events.length < limit);
  return events;
}

async function exportEvents(
  store: Store,
  { after, limit = Number.POSITIVE_INFINITY, ...options }: ListOptions,
  terminal: Terminal,
): Promise<void> {
  if (after) await requirePlace(store, after);
  const filter = await filterOf(options, store, terminal);
  let last = after;
  for (let left = limit; left > 0; ) {
    const query: AuditQuery = {
      limit: Math.min(left, PORTION),
      filter,
      ...(last && { after: last }),
    };
    const events = await store.listEvents(query);
    await terminal.print(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    if (events.length === 0) return;
    left -= events.length;
    last = events.at(-1)?.id;
  }
}

/** An export that goes on must not begin anew, or end without a word, because its id was cut off. */
async function requirePlace(store: Store, id: string): Promise<void> {
  await store.listEvents({ after: id, limit: 1 }).catch((cause: Error) => {
    throw new CommandFailure([
      `${cause.message}; give --after the id of an event of this database, as dockpass audit prints it`,
    ]);
  });
}

/** RFC 9562 section 4. */
function eventId(text: string): string {
  if (text !== '' && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    throw new InvalidArgumentError('Write the id of an event, as dockpass audit prints it.');
  return text;
}

function positiveInteger(text: string): number {
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw new InvalidArgumentError('Write a number from 1 on.');
  return Number(text);
}
