import { type Command, InvalidArgumentError } from 'commander';
import type { AuditQuery, AuditStore } from '../../exchange/stores/port.ts';
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
    .option('--after <ID>', 'only events after the one with this id')
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

function positiveInteger(text: string): number {
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw new InvalidArgumentError('Write a number from 1 on.');
  return Number(text);
}
