import { z } from 'zod';
import { type AuditFilter, NoSuchPlace } from '../../audit/audit-store.ts';
import { AUDIT_DECISIONS, type AuditEvent } from '../../audit/event.ts';
import { readers, seenBy } from '../../audit/seen-by.ts';
import { repositoryFault, timeFault } from '../../policy/fields.ts';
import { text } from '../../policy/text.ts';
import type { Records } from '../../stores/ports/records.ts';
import { type Actor, OPERATOR } from './actor.ts';
import { id } from './fields.ts';
import { read } from './operation.ts';
import { organization } from './organizations.ts';
import { listOf, pageQuery } from './page.ts';
import { Problem } from './problem.ts';
import { eventShape, shownEvent } from './shown-event.ts';
import { type Found, installation, type Target } from './target.ts';

const moment = text(timeFault, {
  description: 'A date (its start, in UTC) or a time with zone.',
  examples: ['2027-01-31', '2027-01-31T18:00:00Z'],
}).transform((written) => new Date(written).toISOString());

const searchQuery = pageQuery.extend({
  project_id: id.optional(),
  repository: text(repositoryFault, { description: 'Of the job, as owner/name.' }).optional(),
  run_id: z
    .string()
    .optional()
    .meta({ description: 'Of the job, or of the run that was revoked.' }),
  decision: z.enum(AUDIT_DECISIONS).optional(),
  since: moment.optional().meta({ description: 'At this time or later.' }),
  until: moment.optional().meta({ description: 'Before this time.' }),
});

type Search = z.output<typeof searchQuery>;

export const listOrganizationEvents = read({
  name: 'audit_event.list',
  summary: "What happened in an organization, newest first; without other organizations' part",
  access: 'admin',
  target: organization,
  query: searchQuery,
  answer: listOf(eventShape),
  read: ({ entity, records }, query) => search(records, entity.id, query),
});

export const listEvents = read({
  name: 'audit_event.list_all',
  summary: 'What happened in the installation, newest first',
  access: 'operator',
  target: installation,
  query: searchQuery.extend({ organization_id: id.optional() }),
  answer: listOf(eventShape),
  async read({ records }, { organization_id, ...query }) {
    const organizationId = organization_id ?? (await ownerOf(records, query.project_id));
    return await search(records, organizationId, query);
  },
});

/** Events are kept by organization, and those of a deleted project are still its. */
async function ownerOf(
  { projects }: Records,
  projectId: string | undefined,
): Promise<string | null> {
  if (projectId === undefined) return null;
  const project = await projects.find(projectId);
  if (project) return project.organizationId;
  throw new Problem('invalid_request', 'It cannot be told where to look.', [
    { at: '/project_id', detail: 'is no project, or no longer; send its organization_id, too' },
  ]);
}

/** A page may be empty and go on: it is bounded by what is looked at, too. */
async function search({ auditEvents }: Records, organizationId: string | null, query: Search) {
  const place = { before: query.after ?? null, limit: query.limit };
  const { events, next } = await auditEvents
    .search(filterOf(organizationId, query), place)
    .catch(badCursor);
  const seen = organizationId && new Set([organizationId]);
  const shown = events.flatMap((event) => (seen ? seenBy(event, seen) : event) ?? []);
  return { items: shown.map(shownEvent), next };
}

function filterOf(organizationId: string | null, query: Search): AuditFilter {
  return {
    organizationId,
    projectId: query.project_id ?? null,
    repository: query.repository ?? null,
    runId: query.run_id ?? null,
    decision: query.decision ?? null,
    since: query.since ?? null,
    until: query.until ?? null,
  };
}

function badCursor(error: unknown): never {
  if (!(error instanceof NoSuchPlace)) throw error;
  throw new Problem('invalid_request', 'The list has no such place.', [
    { at: '/after', detail: 'is no cursor of this list; send the next of the page before' },
  ]);
}

/** Whoever may not read an event is told of it as little as of one that does not exist. */
const auditEvent: Target<AuditEvent> = {
  parameter: 'audit_event_id',
  find: (records, { audit_event_id = '' }, actor) =>
    findReadableEvent(records, audit_event_id, actor),
};

/** Of the organizations that it concerns, the reader sees it with the eyes of those they administer. */
export async function findReadableEvent(
  records: Records,
  id: string,
  actor: Actor,
): Promise<Found<AuditEvent> | undefined> {
  const event = await records.auditEvents.find(id);
  if (!event || (await isOperator(records, actor)))
    return event && { entity: event, organizationId: null, projectId: null };
  const administered = await administeredAmong(records, event, actor);
  const [organizationId = null] = administered;
  const entity = seenBy(event, administered);
  return entity && { entity, organizationId, projectId: null };
}

async function isOperator({ users }: Records, actor: Actor): Promise<boolean> {
  if (actor === OPERATOR) return true;
  return (actor.user && (await users.find(actor.user.id)))?.operator ?? false;
}

async function administeredAmong(
  { members }: Records,
  event: AuditEvent,
  { user }: Actor,
): Promise<Set<string>> {
  const administered = new Set<string>();
  for (const { organizationId } of readers(event)) {
    const member = user && (await members.find(organizationId, user.id));
    if (member?.role === 'admin') administered.add(organizationId);
  }
  return administered;
}

export const getEvent = read({
  name: 'audit_event.get',
  summary: 'Get an audit event, such as the one that the reference of a refusal names',
  access: 'admin',
  target: auditEvent,
  answer: eventShape,
  read: async ({ entity }) => shownEvent(entity),
});
