import { getEvent } from '../../../flows/admin/audit-events.ts';
import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import { type Content, type Html, html, NOTHING, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import { badge, callout, copyable, facts, section, time } from '../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { meaningOf } from '../activity/reasons.ts';
import { decisionBadge, headlineOf, who } from '../activity/words.ts';
import { trustSentence } from '../project/trust-sentence.ts';
import { runAddress } from '../run-address.ts';
import { changesTable } from './changes.ts';
import { claimLabel, evaluationList } from './evaluations.ts';
import { eventFrame } from './frame.ts';
import { type KnownRelationships, knownOf, knownRelationships, relationshipHref } from './known.ts';
import { type EventProject, existing, projectsOf, undefinedForNotFound } from './projects.ts';
import { revokeRunLinks } from './revoke-run.ts';

export const eventPage: SignedInPage = async (request) => {
  const reference = request.params.reference ?? '';
  const event = await request
    .call(getEvent, { audit_event_id: reference }, undefined)
    .catch(undefinedForNotFound);
  if (!event) return notFoundView(reference);
  const known = await knownRelationships(request, [
    ...(event.evaluations ?? []).map(({ trust_relationship: id }) => id),
    ...event.trust_relationships,
    ...event.would_grant,
  ]);
  const projects = await projectsOf(request, event);
  return {
    ...eventFrame(event, projects),
    title: headlineOf(event),
    actions: actionsOf(request, event, projects),
    body: html`${lead(event, projects, request.now)}${whatNext(event)}${evaluationSection(event, known, projects)}${grantSection(event, known, projects)}${changeSection(event)}${claimSection(event)}${detailSection(event)}`,
  };
};

function notFoundView(reference: string): View {
  return {
    title: 'No such event',
    status: 404,
    narrow: true,
    body: html`<p class="lead">There is no event with the reference <code>${written(reference)}</code>, or it isn’t yours to see.</p>
<ul class="reasons">
<li>Check that the reference is complete: 36 characters, as the job’s log and summary show it.</li>
<li>It may be about a project of another organization. Only the admins of that organization see it: ask one of them to open this page.</li>
<li>You may be a member, and not an admin. Ask an admin of your organization to open it.</li>
<li>It may be older than this installation keeps events (<code>DOCKPASS_AUDIT_RETENTION</code>).</li>
</ul>
<p><a class="button" href="/projects">Go to your projects</a></p>`,
  };
}

function lead(event: ShownEvent, projects: readonly EventProject[], now: number): Html {
  const { decision, time: at, id } = event;
  return html`<div class="event-lead"><p>${decisionBadge(decision)} ${who(event)}${event.claims?.event_name && html`<span class="muted"> · ${written(event.claims.event_name)}</span>`}${event.projects.length > 0 && html` ${icon('chevron-right')} ${projectLinks(event, projects)}`}</p>
<p class="muted">${time(at, now)} · reference ${copyable(id, 'Reference')}</p></div>`;
}

/** By the names of that time, because the job's log has those. */
function projectLinks({ projects }: ShownEvent, all: readonly EventProject[]): Content {
  return projects.map((then, index) => {
    const project = all.find((one) => one.then === then);
    return html`${index > 0 && ', '}${projectLink(then, project)}`;
  });
}

function projectLink(then: string, project: EventProject | undefined): Content {
  if (!project) return written(then);
  const { path } = project;
  if (path === null) return html`${written(then)} ${badge('deleted since')}`;
  return html`<a href="/projects/${path}">${written(then)}</a>${path !== then && html` <span class="muted">(now ${written(path)})</span>`}`;
}

/** What its reader can do; below it, what whoever asked was told. */
function whatNext({ decision, reason, message }: ShownEvent): Html {
  if (decision !== 'refused') return NOTHING;
  return callout(
    'bad',
    html`${reason && html`<p>${prose(meaningOf(reason).next)}</p>`}${message && html`<p class="muted">What was answered: “${written(message)}”</p>`}`,
  );
}

/** Text with `code` in backticks. */
function prose(text: string): Content {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** The narrowest that would have admitted it, to be reviewed; and what would happen if the job were different. */
function actionsOf(
  request: SignedInRequest,
  event: ShownEvent,
  all: readonly EventProject[],
): Content {
  const { id, decision, claims, action } = event;
  if (claims === null || action !== 'exchange') return NOTHING;
  const isRefused = decision === 'refused';
  const projects = existing(event, all);
  const several = projects.length > 1;
  const drafts = projects.map(
    ({ path }, index) =>
      html`<a class="button${index === 0 && ' primary'}" href="/projects/${path}/trust/new?from=${id}">${icon('file-plus')} Draft a trust relationship for this job${several && html` in ${written(path)}`}</a>`,
  );
  const [first] = projects;
  return [
    isRefused && drafts,
    first !== undefined &&
      html`<a class="button" href="/events/${id}/simulate">${icon('flask-conical')} Simulate</a>`,
    decision === 'granted' && revokeRunLinks(request, event, all),
  ];
}

function evaluationSection(
  event: ShownEvent,
  known: KnownRelationships,
  projects: readonly EventProject[],
): Html {
  const { evaluations, evaluations_omitted: omitted } = event;
  if (evaluations === null) return NOTHING;
  if (evaluations.length === 0)
    return section(
      'Trust relationships',
      html`<p class="muted">No trust relationship of the project names this repository.</p>`,
    );
  return section(
    'Why it was refused',
    html`${evaluationList(evaluations, (evaluation) => knownOf(known, projects, evaluation))}${omitted > 0 && html`<p class="muted">${omitted} more trust relationships were further from admitting it.</p>`}`,
    { description: 'The trust relationship that came closest is first.' },
  );
}

function grantSection(
  event: ShownEvent,
  known: KnownRelationships,
  projects: readonly EventProject[],
): Html {
  const { decision, permissions, trust_relationships: granted, would_grant: tried } = event;
  const links = (ids: readonly string[]) =>
    ids.map((id) => html`<span class="line">${relationshipLink(id, known, projects)}</span>`);
  if (decision !== 'granted')
    return tried.length === 0
      ? NOTHING
      : section(
          'Audit mode',
          html`<p>These trust relationships are only tried out. They would have admitted the job:</p><p>${links(tried)}</p>`,
        );
  const { expires_at: expiresAt } = membersOf(event.detail);
  return section(
    'What was granted',
    facts([
      ['Permissions', permissions.map((permission) => badge(permission))],
      granted.length > 0 && ['Under', links(granted)],
      tried.length > 0 && ['In audit mode, also', links(tried)],
      typeof expiresAt === 'string' && [
        'Until',
        html`<time datetime="${expiresAt}">${expiresAt}</time>`,
      ],
      event.token_hash_prefix !== null && [
        'Token',
        html`<code>${event.token_hash_prefix}</code> <span class="muted">first digits of its SHA-256</span>`,
      ],
      event.client_address !== null && ['From', html`<code>${event.client_address}</code>`],
    ]),
  );
}

function relationshipLink(
  id: string,
  known: KnownRelationships,
  projects: readonly EventProject[],
): Html {
  const relationship = known.get(id);
  const label = relationship ? trustSentence(relationship) : html`<code>${id}</code>`;
  const href = relationship && relationshipHref(relationship, projects);
  return href
    ? html`<a href="${href}">${label}</a>`
    : html`${label}${relationship === null && html` ${badge('deleted since')}`}`;
}

function changeSection({ before, after }: ShownEvent): Html {
  if (before === null && after === null) return NOTHING;
  return section('What changed', changesTable(before, after));
}

function claimSection(event: ShownEvent): Html {
  const { claims } = event;
  if (claims === null) return NOTHING;
  const run = runAddress(event);
  const all = Object.entries(claims).flatMap(([name, value]) =>
    value === undefined ? [] : [[claimLabel(name), html`<code>${written(value)}</code>`] as const],
  );
  return section(
    'The job',
    html`${run !== null && html`<p><a href="${run}" rel="noreferrer">${icon('external-link')} Open the run at GitHub</a></p>`}<details class="more-facts"><summary>All claims of its ID token</summary>${facts(all)}</details>`,
    { description: 'What its ID token says, signed by the issuer.' },
  );
}

/** What else is recorded, as it is. */
function detailSection({
  detail,
  action,
  actor,
  client_address: address,
  decision,
}: ShownEvent): Html {
  const members = Object.entries(membersOf(detail)).filter(([name]) => name !== 'expires_at');
  return section(
    'Record',
    facts([
      ['Action', html`<code>${action}</code>`],
      actor !== null && ['By', written(actor)],
      decision !== 'granted' && address !== null && ['From', html`<code>${address}</code>`],
      ...members.map(
        ([name, value]) =>
          [
            name.replaceAll('_', ' '),
            html`<code>${written(typeof value === 'string' ? value : JSON.stringify(value))}</code>`,
          ] as const,
      ),
    ]),
  );
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
