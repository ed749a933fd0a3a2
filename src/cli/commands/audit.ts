import { type Command, InvalidArgumentError } from 'commander';
import type { AuditQuery, AuditStore } from '../../exchange/stores/port.ts';
import { CommandFailure } from '../failure.ts';
import { withExistingStore } from '../open-store.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
One JSON object per line, oldest first: every exchange, refusal, revocation and change, with the
verified claims of the job, the reason, and claim by claim what was presented and expected.

Examples:
  dockpass audit | jq 'select(.decision == "refused") | {time, reason, detail}'
  dockpass audit | jq 'select(.id == "REFERENCE")'      the reference that a job was told
  dockpass audit --after "$LAST_ID" >> audit.jsonl      what is new since the last export`;

/** Events are read in portions, so that years of them fit through a small process. */
const PORTION = 1000;

interface AuditOptions {
  after?: string;
  limit?: number;
}

export function addAudit(program: Command, terminal: Terminal): void {
  program
    .command('audit')
    .summary('print what happened, as JSON lines')
    .description('Print the audit events as JSON lines.')
    .option('--after <ID>', 'only events after the one with this id; empty: all', eventId)
    .option('--limit <COUNT>', 'at most so many', positiveInteger)
    .addHelpText('after', HELP)
    .action((options: AuditOptions) =>
      withExistingStore(terminal, (store) => printEvents(store, options, terminal)),
    );
}

async function printEvents(
  store: AuditStore,
  { after, limit = Number.POSITIVE_INFINITY }: AuditOptions,
  { print }: Terminal,
): Promise<void> {
  if (after) await requireEvent(store, after);
  let last = after;
  for (let left = limit; left > 0; ) {
    const query: AuditQuery = { limit: Math.min(left, PORTION), ...(last && { after: last }) };
    const events = await store.listEvents(query);
    await print(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    if (events.length < query.limit) return;
    left -= events.length;
    last = events.at(-1)?.id;
  }
}

/** An export that goes on must not begin anew, or end without a word, because its id was cut off. */
async function requireEvent(store: AuditStore, id: string): Promise<void> {
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
