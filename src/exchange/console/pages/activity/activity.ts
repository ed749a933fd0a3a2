import { listEvents, listOrganizationEvents } from '../../../flows/admin/audit-events.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { getProject } from '../../../flows/admin/projects.ts';
import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import { type Content, html } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import { livePart, liveState } from '../../html/live.ts';
import { emptyState, nextPage } from '../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { installationFrame } from '../installation/frame.ts';
import { organizationFrame } from '../organization/frame.ts';
import { projectFrame } from '../project/frame.ts';
import { eventTable } from './events.ts';
import { addressOf, type Filters, filterForm, readFilters, searchOf } from './filters.ts';

const PAGE = 50;

/** A page of events, as operations answer it. */
interface Events {
  items: ShownEvent[];
  next: string | null;
}

type Query = ReturnType<typeof searchOf> & { limit: number; after?: string };

interface Place {
  /** Of the page, without its query. */
  base: string;
  /** What of the page does not depend on the events. */
  view: Omit<View, 'title' | 'body'>;
  names?: Parameters<typeof readFilters>[1];
  list(query: Query): Promise<Events>;
  /** What will be here, while there is nothing yet. */
  nothing: Content;
}

export const projectActivityPage: SignedInPage = async (request) => {
  const { ids, base, path, frame } = projectFrame(request);
  const { call, params } = request;
  await call(getProject, ids, undefined);
  const organization = { organization_id: params.organization ?? '' };
  return await activityView(request, {
    base: `${base}/activity`,
    view: frame('activity'),
    names: ['repository', 'decision', 'run', 'from', 'to'],
    list: (query) => call(listOrganizationEvents, organization, { ...query, project_id: path }),
    nothing: html`Exchanges of this project, refusals and changes will be listed here. <a href="${base}/trust/new">Add a trust relationship</a> to let a repository’s jobs in.`,
  });
};

export const organizationActivityPage: SignedInPage = async (request) => {
  const { call, params } = request;
  const { organization = '' } = params;
  const { ids, base, frame } = organizationFrame(request);
  return await activityView(request, {
    base: `${base}/activity`,
    view: frame('activity'),
    list: ({ project_id: project, ...query }) =>
      call(listOrganizationEvents, ids, {
        ...query,
        // Within an organization people write `web` for `acme/web`.
        ...(project && {
          project_id: project.includes('/') ? project : `${organization}/${project}`,
        }),
      }),
    nothing: 'Exchanges, refusals and changes of all its projects will be listed here.',
  });
};

export const installationActivityPage: SignedInPage = async (request) =>
  await activityView(request, {
    base: '/installation/activity',
    view: installationFrame('activity'),
    list: (query) => request.call(listEvents, {}, query),
    nothing: 'Everything that happens in this installation will be listed here.',
  });

async function activityView(request: SignedInRequest, place: Place): Promise<View> {
  const { query, now } = request;
  const { base, names } = place;
  const filters = readFilters(query, names);
  const after = query.get('after') ?? undefined;
  const found = await find(place, filters, after);
  const problem = found instanceof Problem ? found : null;
  const events = found instanceof Problem ? { items: [], next: null } : found;
  const isLive = after === undefined && problem === null;
  const list = eventList(events, {
    base,
    filters,
    now,
    nothing: place.nothing,
    after,
    projects: !names,
  });
  return {
    ...place.view,
    title: 'Activity',
    ...(problem && { status: 400 }),
    ...(isLive && { scripts: ['live'], actions: liveState(addressOf(base, filters)) }),
    body: html`${filterForm(base, filters, problem, names)}${
      isLive ? livePart('events', streamOf(base, filters, events), list) : problem === null && list
    }`,
  };
}

/** What is wrong with the filters stands beside them; whatever else fails is a page of its own. */
async function find(
  { list }: Place,
  filters: Filters,
  after: string | undefined,
): Promise<Events | Problem> {
  try {
    return await list({ ...searchOf(filters), limit: PAGE, ...(after !== undefined && { after }) });
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid_request') return error;
    throw error;
  }
}

/** Without filters, the page shows the newest event there is. */
function streamOf(base: string, filters: Filters, { items: [newest] }: Events): string {
  const isWhole = Object.keys(filters).length === 0;
  return `${base}/stream${isWhole ? `?after=${newest?.id ?? ''}` : ''}`;
}

function eventList(
  { items, next }: Events,
  {
    base,
    filters,
    now,
    nothing,
    after,
    projects,
  }: {
    base: string;
    filters: Filters;
    now: number;
    nothing: Content;
    after: string | undefined;
    projects: boolean;
  },
): Content {
  const isFiltered = Object.keys(filters).length > 0;
  const more = nextPage(next && addressOf(base, filters, next));
  if (items.length > 0)
    return html`${eventTable(items, { now, projects })}${more}${after !== undefined && html`<p class="more"><a href="${addressOf(base, filters)}">Back to the newest</a></p>`}`;
  if (next !== null)
    return html`${emptyState('search', 'Nothing found so far', 'There are older events that were not looked at yet.')}${more}`;
  if (isFiltered || after !== undefined)
    return emptyState(
      'search',
      'Nothing found',
      html`No event matches. <a href="${base}">Show all events</a>.`,
    );
  return emptyState('activity', 'Nothing has happened yet', nothing);
}
