import { z } from 'zod';
import { type AuditFilter, NoSuchPlace } from '../../audit/audit-store.ts';
import { AUDIT_DECISIONS, type AuditEvent } from '../../audit/event.ts';
import { readers, seenBy } from '../../audit/seen-by.ts';
import { repositoryFault, timeFault } from '../../policy/fields.ts';
import { text } from '../../policy/text.ts';
import type { Records } from '../../stores/ports/records.ts';
import { isId } from '../../system/ids.ts';
import { type Actor, OPERATOR, userOf } from './actor.ts';
import { read } from './operation.ts';
import { organization } from './organizations.ts';
import { limitUpTo, listOf, pageQuery } from './page.ts';
import { Problem } from './problem.ts';
import { reference, referencedOrganization, referencedProject, withNamesOf } from './references.ts';
import { eventShape, shownEvent } from './shown-event.ts';
import { type Found, installation, type Target } from './target.ts';

const moment = text(timeFault, {
  description: 'A date (its start, in UTC) or a time with zone.',
  examples: ['2027-01-31', '2027-01-31T18:00:00Z'],
}).transform((written) => new Date(written).toISOString());

const filters = {
  project_id: reference('Id, or path of a project that there is.', 'acme/web').optional(),
  repository: text(repositoryFault, { description: 'Of the job, as owner/name.' }).optional(),
  run_id: z
    .string()
    .optional()
    .meta({ description: 'Of the job, or of the run that was revoked.' }),
  decision: z.enum(AUDIT_DECISIONS).optional(),
  since: moment.optional().meta({ description: 'At this time or later.' }),
  until: moment.optional().meta({ description: 'Before this time.' }),
};

const searchQuery = pageQuery.extend(filters);

type Search = z.output<typeof searchQuery>;

type Filters = Omit<Search, 'after' | 'limit'>;

const organizationFilter = reference(
  'Id, or name of an organization that there is.',
  'acme',
).optional();

export const listOrganizationEvents = read({
  name: 'audit_event.list',
  summary: "What happened in an organization, newest first; without other organizations' part",
  access: 'admin',
  target: organization,
  query: searchQuery,
  answer: listOf(eventShape),
  async read({ entity, records, operator, actor }, query) {
    const visible = operator ? records : withNamesOf(records, userOf(actor).id);
    const projectId = await projectIdOf(visible, query.project_id, entity.id);
    return await search(records, { organizationId: entity.id, projectId }, query);
  },
});

export const listEvents = read({
  name: 'audit_event.list_all',
  summary: 'What happened in the installation, newest first',
  access: 'operator',
  instead: 'Name an organization or a project that you administer.',
  target: installation,
  query: searchQuery.extend({ organization_id: organizationFilter }),
  answer: listOf(eventShape),
  async read({ records }, { organization_id, ...query }) {
    return await search(records, await placeOf(records, organization_id, query.project_id), query);
  },
});

/** What is written after an export comes after all that was in it: there the next goes on. */
export const exportEvents = read({
  name: 'audit_event.export',
  summary: 'What happened in the installation in the order in which it was written, oldest first',
  access: 'operator',
  target: installation,
  query: z.strictObject({
    ...filters,
    organization_id: organizationFilter,
    limit: limitUpTo(1000, 1000),
    after: z
      .uuid({ error: 'is not the id of an event; send that of the last one you have' })
      .optional()
      .meta({ description: 'Id of an event: what was written after it; left out: everything.' }),
  }),
  answer: listOf(eventShape),
  async read({ records }, query) {
    const where = await placeOf(records, query.organization_id, query.project_id);
    const page = { after: query.after ?? null, limit: query.limit };
    const { events, next } = await records.auditEvents
      .export(filterOf(where, query), page)
      .catch(badCursor);
    return { items: events.map(shownEvent), next };
  },
});

/** Where to look: events are kept by organization, and those of a deleted project are still its. */
type Place = Pick<AuditFilter, 'organizationId' | 'projectId'>;

async function placeOf(
  records: Records,
  organization: string | undefined,
  project: string | undefined,
): Promise<Place> {
  if (organization !== undefined) {
    const organizationId = await organizationIdOf(records, organization);
    return { organizationId, projectId: await projectIdOf(records, project, organizationId) };
  }
  if (project === undefined) return { organizationId: null, projectId: null };
  const found = await referencedProject(records, project);
  if (found) return { organizationId: found.organizationId, projectId: found.id };
  throw nowhere('/project_id', 'is no project, or no longer; send its organization_id, too');
}

/** An organization that was deleted has left events, too: its id need not be one that there is. */
async function organizationIdOf(records: Records, text: string): Promise<string> {
  if (isId(text)) return text;
  const found = await referencedOrganization(records, text);
  if (found) return found.id;
  throw nowhere(
    '/organization_id',
    'is the name of no organization; of a deleted one, send its id',
  );
}

/** The same of projects of others as of those that do not exist. */
async function projectIdOf(
  records: Records,
  text: string | undefined,
  organizationId: string,
): Promise<string | null> {
  if (text === undefined) return null;
  if (isId(text)) return text;
  const found = await referencedProject(records, text);
  if (found?.organizationId === organizationId) return found.id;
  throw nowhere(
    '/project_id',
    'is not a project of the organization; of a deleted one, send its id',
  );
}

function nowhere(at: string, detail: string): Problem {
  return new Problem('invalid_request', 'The project can’t be found.', [{ at, detail }]);
}

/** A page may be empty and go on: it is bounded by what is looked at, too. */
async function search({ auditEvents }: Records, where: Place, query: Search) {
  const { organizationId } = where;
  const place = { before: query.after ?? null, limit: query.limit };
  const { events, next } = await auditEvents.search(filterOf(where, query), place).catch(badCursor);
  const seen = organizationId && new Set([organizationId]);
  const shown = events.flatMap((event) => (seen ? seenBy(event, seen) : event) ?? []);
  return { items: shown.map(shownEvent), next };
}

function filterOf(where: Place, query: Filters): AuditFilter {
  return {
    ...where,
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
    { at: '/after', detail: 'is not a cursor of this list; send the next of the page before' },
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
