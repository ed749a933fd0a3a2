import { listOrganizationEvents } from '../../../flows/admin/audit-events.ts';
import { getBuilder } from '../../../flows/admin/builders.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { getProjectActivity } from '../../../flows/admin/project-activity.ts';
import { getProject } from '../../../flows/admin/projects.ts';
import { listRegistries } from '../../../flows/admin/registries.ts';
import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import { listRelationships } from '../../../flows/admin/trust-relationships.ts';
import { chartSummary, hourChart } from '../../html/chart.ts';
import { type Content, type Html, html, NOTHING, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import { livePart, liveState } from '../../html/live.ts';
import { badge, callout, emptyState, facts, section, time } from '../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { eventTable } from '../activity/events.ts';
import { projectFrame } from '../project/frame.ts';
import { trustSentence } from '../project/trust-sentence.ts';

/** The rest is one click away. */
const RELATIONSHIPS = 8;
const EVENTS = 8;

export const overviewPage: SignedInPage = async (request) => {
  const { ids, base, frame } = projectFrame(request);
  const { call, now } = request;
  const project = await call(getProject, ids, undefined);
  const relationships = await call(listRelationships, ids, { limit: RELATIONSHIPS });
  const activity = await call(getProjectActivity, ids, undefined);
  const events = await eventsOf(request);
  const isLive = events !== null;
  const about = await factsOf(request, project, isLive);
  const lately = html`${dayPart(activity, now)}${events && eventSection(events, base, now)}`;
  return {
    ...frame('overview'),
    title: project.name,
    ...(isLive && { scripts: ['live'], actions: liveState(base) }),
    body: html`${trustSection(relationships, base, isLive)}${
      isLive
        ? livePart('lately', `${base}/activity/stream?after=${events[0]?.id ?? ''}`, lately)
        : lately
    }${section('About this project', about)}`,
  };
};

type Activity = NonNullable<(typeof getProjectActivity)['types']>['answer'];

function dayPart({ hours, last_exchange_at: last }: Activity, now: number): Html {
  const isQuiet = hours.every(({ granted, refused }) => granted + refused === 0);
  if (isQuiet)
    return callout(
      'info',
      last === null
        ? html`<b>Waiting for the first exchange.</b> It shows here as soon as a job has asked for a token.`
        : html`Nothing in the last 24 hours. The last exchange was ${time(last, now)}.`,
    );
  return section('Last 24 hours', hourChart('Last 24 hours', hours), {
    description: html`${chartSummary(hours)} · last exchange ${time(last, now)}`,
  });
}

/** Null: only admins read them. */
async function eventsOf(request: SignedInRequest): Promise<ShownEvent[] | null> {
  const { path } = projectFrame(request);
  const ids = { organization_id: request.params.organization ?? '' };
  try {
    const query = { project_id: path, limit: EVENTS };
    return (await request.call(listOrganizationEvents, ids, query)).items;
  } catch (error) {
    if (error instanceof Problem && error.code === 'forbidden') return null;
    throw error;
  }
}

type Relationships = NonNullable<(typeof listRelationships)['types']>['answer'];

function trustSection({ items, next }: Relationships, base: string, mayAdd: boolean): Html {
  const add = html`<a class="button primary" href="${base}/trust/new">${icon('plus')} Add trust relationship</a>`;
  if (items.length === 0)
    return emptyState(
      'shield-check',
      'This project trusts nobody yet',
      mayAdd
        ? 'Add a trust relationship: it says which repository’s jobs get build tokens, and under which conditions. You then get the workflow to paste.'
        : 'A trust relationship says which repository’s jobs get build tokens. An admin of the organization can add one.',
      mayAdd ? add : NOTHING,
    );
  return section(
    'Who is trusted',
    html`<ul class="trusted">${items.map(
      (one) =>
        html`<li>${icon('shield-check')}<span><a class="strong" href="${base}/trust/${one.id}">${trustSentence(one)}</a>${one.mode === 'audit' && html` ${badge('audit mode', 'warning')}`}</span></li>`,
    )}</ul>`,
    {
      actions: html`<a class="button" href="${base}/trust">${next === null ? 'All details' : 'Show all'}</a>`,
    },
  );
}

function eventSection(events: readonly ShownEvent[], base: string, now: number): Html {
  return section(
    'Latest activity',
    events.length === 0
      ? html`<p class="muted">Nothing has happened yet.</p>`
      : eventTable(events, { now, projects: false }),
    { actions: html`<a class="button" href="${base}/activity">All activity</a>` },
  );
}

type Project = NonNullable<(typeof getProject)['types']>['answer'];

async function factsOf(
  request: SignedInRequest,
  project: Project,
  mayChange: boolean,
): Promise<Html> {
  const { call, now } = request;
  const { ids, base } = projectFrame(request);
  const builder = await call(getBuilder, ids, undefined).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  });
  const { items: registries } = await call(listRegistries, {}, { limit: 5 });
  return facts([
    [
      'Accepts',
      project.oidc_only
        ? badge('OIDC only', 'accent')
        : html`${badge('OIDC and tokens')} <a href="${base}/settings">Project tokens</a>`,
    ],
    [
      'Builder',
      builder
        ? html`<code>${written(builder.endpoint)}</code>`
        : noBuilder(mayChange && `${base}/settings/builder`),
    ],
    [
      'Registries',
      registries.length === 0
        ? html`<span class="muted">none</span>`
        : registries.map(
            ({ hosts }) =>
              html`<span class="line">${hosts.map((host) => html`<code>${written(`${host}/${project.path}`)}</code> `)}</span>`,
          ),
    ],
    ['Created', time(project.created_at, now)],
  ]);
}

function noBuilder(href: string | false): Content {
  return html`<span class="muted">none</span>${href && html` · <a href="${href}">Set a builder</a>`}`;
}
