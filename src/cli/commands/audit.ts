import { type Command, InvalidArgumentError, Option } from 'commander';
import { AUDIT_DECISIONS, type AuditDecision } from '../../exchange/audit/event.ts';
import {
  exportEvents,
  getEvent,
  listEvents,
  listOrganizationEvents,
} from '../../exchange/flows/admin/audit-events.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { type Administration, eachEntry } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import { describeEvent, type ShownEvent, styleOf } from '../describe-event.ts';
import { type JsonOptions, jsonOption, printEntries, printJson } from '../output/print.ts';
import { withProgress } from '../output/progress.ts';
import { styled } from '../output/text.ts';
import {
  type Moment,
  readMoment,
  readProject,
  readRepository,
  readRunId,
} from '../read-arguments.ts';
import { printLines } from '../terminal.ts';

const HELP = `
Every exchange, refusal, revocation and change leaves an event. Its id is the reference that a refused
job is told.

Examples:
  dockpass audit list --limit 3
  dockpass audit show REFERENCE
  dockpass audit export --after "$LAST_ID" >> audit.jsonl`;

const FILTERS = `
Filters that stand together must all hold. --since and --until take a date (its start, in UTC), a time
with zone, or a duration before now; --until is the first moment that is left out.`;

const LIST_HELP = `${FILTERS}

Examples:
  dockpass audit list --decision refused --since 24h
  dockpass audit list --project acme/web --since 2027-01-01 --until 2027-02-01
  dockpass audit list --repository acme/web --run 9876543210`;

const SHOW_HELP = `
Of a refused job, claim by claim what it presented and what each trust relationship expected, which the
job itself is not told; of a change, what was before and what is after.

Example:
  dockpass audit show 01a209b1-dca3-714d-b524-232afac1fb50`;

const EXPORT_HELP = `
One JSON object per line, as the API answers it, with the verified claims of the job, the reason, and
claim by claim what was presented and expected. For operators. What is written after an export comes after all that was in it: go on with
--after and the last id.
${FILTERS}

Examples:
  dockpass audit export --after "$LAST_ID" >> audit.jsonl   new since the last
  dockpass audit export --decision refused --since 24h |
    jq '{time, reason, evaluations}'
  dockpass audit export | jq 'select(.id == "REFERENCE").claims'`;

/** Events are read in portions, so that years of them fit through a small process. */
const PORTION = 1000;

/** What a person looks at in one go. */
const LISTED = 20;

interface Filters {
  organization?: string;
  project?: ProjectPath;
  repository?: string;
  run?: string;
  decision?: AuditDecision;
  /** A duration counts back from now. */
  since?: Moment;
  until?: Moment;
}

interface ListOptions extends Filters, JsonOptions {
  limit?: number;
}

interface ExportOptions extends Filters {
  after?: string;
  limit?: number;
}

export function addAudit(program: Command, session: Session): void {
  const audit = program
    .command('audit')
    .summary('see what happened')
    .description('See what happened: list, show and export audit events.')
    .addHelpText('after', HELP);
  withFilters(audit.command('list'))
    .summary('list events, newest first')
    .description('List events, the newest first.')
    .option('--limit <COUNT>', `at most so many (default: ${LISTED})`, positiveInteger)
    .addOption(jsonOption())
    .addHelpText('after', LIST_HELP)
    .action((options: ListOptions) => list(options, session));
  audit
    .command('show')
    .summary('show one event, with the claims of its job')
    .description('Show one event: the one that a reference names.')
    .argument('<REFERENCE>', 'as the job was told, or dockpass audit list shows it', eventId)
    .addOption(jsonOption())
    .addHelpText('after', SHOW_HELP)
    .action((reference: string, options: JsonOptions) => show(reference, options, session));
  withFilters(audit.command('export'))
    .summary('print events as JSON lines, oldest first')
    .description('Print events as JSON lines, the oldest first.')
    .option('--after <ID>', 'only events after the one with this id; empty: all', eventId)
    .option('--limit <COUNT>', 'at most so many', positiveInteger)
    .addHelpText('after', EXPORT_HELP)
    .action((options: ExportOptions) => exportAll(options, session));
}

function withFilters(command: Command): Command {
  return command
    .option('--organization <ORGANIZATION>', 'about this organization')
    .option('--project <PROJECT>', 'about this project: organization/project', readProject)
    .option('--repository <REPOSITORY>', 'of jobs of owner/name', readRepository)
    .option('--run <ID>', 'of jobs of the run with this run_id', readRunId)
    .addOption(new Option('--decision <DECISION>', 'that ended so').choices(AUDIT_DECISIONS))
    .option('--since <WHEN>', 'from then on: 24h, 2027-01-31', readMoment)
    .option('--until <WHEN>', 'before then', readMoment);
}

async function list(
  { limit = LISTED, json, ...filters }: ListOptions,
  session: Session,
): Promise<void> {
  const events = await session.administer((administration) =>
    newestEvents(administration, filters, limit + 1, session),
  );
  await printEntries(session, { ...(json && { json }) }, events.slice(0, limit), {
    columns: [
      { heading: 'TIME', value: ({ time }) => ({ time }) },
      { heading: 'ACTION', value: ({ action }) => action, flexible: true },
      {
        heading: 'OUTCOME',
        value: (event) => styled(styleOf(event), event.reason ?? event.decision),
      },
      {
        heading: 'WHO',
        value: ({ actor, claims }) => actor ?? claims?.repository ?? null,
        flexible: true,
      },
      {
        heading: 'PROJECTS',
        value: ({ projects }) => projects.join(', '),
        flexible: true,
        optional: true,
      },
      { heading: 'REFERENCE', value: ({ id }) => id },
    ],
    none: 'There are no such events.',
  });
  if (events.length > limit)
    session.complain(
      'There are older events: see more with --limit, or all with dockpass audit export.\n',
    );
}

/** Admins see what concerns their organization; operators all there is. */
async function newestEvents(
  administration: Administration,
  filters: Filters,
  limit: number,
  session: Session,
): Promise<ShownEvent[]> {
  const { organization_id, ...query } = {
    limit: Math.min(limit, 100),
    ...queryOf(filters, session),
  };
  const [within] = organization_id ? [organization_id] : (filters.project?.split('/') ?? []);
  // On the machine, an id may be that of an organization that was deleted.
  const isOfOne = organization_id === undefined || administration.server !== null;
  const found =
    isOfOne && within !== undefined
      ? eachEntry(administration, listOrganizationEvents, { organization_id: within }, query)
      : eachEntry(
          administration,
          listEvents,
          {},
          { ...query, ...(organization_id && { organization_id }) },
        );
  const events: ShownEvent[] = [];
  for await (const event of found) if (events.push(event) === limit) break;
  return events;
}

async function show(reference: string, { json }: JsonOptions, session: Session): Promise<void> {
  const event = await session.administer(({ call }) =>
    call(getEvent, { audit_event_id: reference }, undefined),
  );
  if (json) await printJson(session, event);
  else await printLines(session, describeEvent(event));
}

async function exportAll(
  { after, limit = Number.POSITIVE_INFINITY, ...filters }: ExportOptions,
  session: Session,
): Promise<void> {
  const query = queryOf(filters, session);
  await session.administer(({ call }) =>
    withProgress(session, 'Reading audit events', async ({ count }) => {
      let place = after;
      for (let done = 0; done < limit; ) {
        const portion = { limit: Math.min(limit - done, PORTION), ...(place && { after: place }) };
        const { items, next } = await call(exportEvents, {}, { ...query, ...portion });
        await session.print(items.map((event) => `${JSON.stringify(event)}\n`).join(''));
        done += items.length;
        count(done, 'events');
        if (next === null) return;
        place = next;
      }
    }),
  );
}

function queryOf(
  { organization, project, repository, run, decision, since, until }: Filters,
  { clock }: Session,
) {
  return {
    ...(organization !== undefined && { organization_id: organization }),
    ...(project !== undefined && { project_id: project }),
    ...(repository !== undefined && { repository }),
    ...(run !== undefined && { run_id: run }),
    ...(decision !== undefined && { decision }),
    ...(since && { since: isoTime(since, clock()) }),
    ...(until && { until: isoTime(until, clock()) }),
  };
}

function isoTime(moment: Moment, now: number): string {
  const milliseconds = 'at' in moment ? moment.at : now - moment.distance;
  return new Date(Math.max(milliseconds, 0)).toISOString();
}

/** RFC 9562 section 4. */
function eventId(text: string): string {
  if (text !== '' && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    throw new InvalidArgumentError('Write the id of an event, as dockpass audit list prints it.');
  return text;
}

function positiveInteger(text: string): number {
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw new InvalidArgumentError('Write a number from 1 on.');
  return Number(text);
}
