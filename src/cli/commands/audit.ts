import { type Command, InvalidArgumentError, Option } from 'commander';
import { AUDIT_DECISIONS } from '../../exchange/audit/event.ts';
import type { AuditQuery, Store } from '../../exchange/stores/port.ts';
import { type FilterOptions, filterOf } from '../audit-filter.ts';
import { CommandFailure } from '../failure.ts';
import { withExistingStore } from '../open-store.ts';
import { readMoment, readProject, readRepository, readRunId } from '../read-arguments.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
One JSON object per line, oldest first: every exchange, refusal, revocation and change, with the
verified claims of the job, the reason, and claim by claim what was presented and expected. Filters
that stand together must all hold. --since and --until take a date (its start, in UTC), a time with
zone, or a duration before now; --until is the first moment that is left out.

Examples:
  dockpass audit --decision refused --since 24h | jq '{time, reason, detail}'
  dockpass audit --project acme/web --since 2027-01-01 --until 2027-02-01
  dockpass audit --repository acme/web --run 9876543210
  dockpass audit | jq 'select(.id == "REFERENCE")'   as the job was told
  dockpass audit --after "$LAST_ID" >> audit.jsonl   new since the last export`;

/** Events are read in portions, so that years of them fit through a small process. */
const PORTION = 1000;

interface AuditOptions extends FilterOptions {
  after?: string;
  limit?: number;
}

export function addAudit(program: Command, terminal: Terminal): void {
  program
    .command('audit')
    .summary('print what happened, as JSON lines')
    .description('Print the audit events as JSON lines.')
    .option('--project <PROJECT>', 'about this project: organization/project', readProject)
    .option('--repository <REPOSITORY>', 'of jobs of owner/name', readRepository)
    .option('--run <ID>', 'of jobs of the run with this run_id', readRunId)
    .addOption(new Option('--decision <DECISION>', 'that ended so').choices(AUDIT_DECISIONS))
    .option('--since <WHEN>', 'from then on: 24h, 2027-01-31', readMoment)
    .option('--until <WHEN>', 'before then', readMoment)
    .option('--after <ID>', 'only events after the one with this id; empty: all', eventId)
    .option('--limit <COUNT>', 'at most so many', positiveInteger)
    .addHelpText('after', HELP)
    .action((options: AuditOptions) =>
      withExistingStore(terminal, (store) => printEvents(store, options, terminal)),
    );
}

async function printEvents(
  store: Store,
  { after, limit = Number.POSITIVE_INFINITY, ...options }: AuditOptions,
  terminal: Terminal,
): Promise<void> {
  if (after) await requireEvent(store, after);
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
    if (events.length < query.limit) return;
    left -= events.length;
    last = events.at(-1)?.id;
  }
}

/** An export that goes on must not begin anew, or end without a word, because its id was cut off. */
async function requireEvent(store: Store, id: string): Promise<void> {
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
