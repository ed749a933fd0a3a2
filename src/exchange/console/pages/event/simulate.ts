import { getEvent } from '../../../flows/admin/audit-events.ts';
import { notFound, Problem } from '../../../flows/admin/problem.ts';
import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import { testRelationships } from '../../../flows/admin/test-trust.ts';
import { form, selectField, textField } from '../../html/form.ts';
import { type Content, type Html, html, NOTHING, written } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import { badge, callout } from '../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { meaningOf } from '../activity/reasons.ts';
import { evaluationList } from './evaluations.ts';
import { eventFrame } from './frame.ts';
import { knownOf, knownRelationships } from './known.ts';
import { type EventProject, existing, projectsOf } from './projects.ts';

/** Claims that decisions depend on, with what each is called in the form. */
const FIELDS = [
  ['repository', 'Repository'],
  ['repository_id', 'Repository id'],
  ['repository_owner_id', 'Owner id'],
  ['ref', 'Ref'],
  ['base_ref', 'Base branch'],
  ['environment', 'Environment'],
  ['event_name', 'Event'],
  ['workflow_ref', 'Workflow'],
  ['job_workflow_ref', 'Reusable workflow'],
] as const;

type Tested = Awaited<ReturnType<typeof test>>;

/** With its projects as they are called now: those are asked. */
interface Asked {
  event: ShownEvent;
  projects: readonly EventProject[];
}

async function askedOf(request: SignedInRequest): Promise<Asked> {
  const { call, params } = request;
  const event = await call(getEvent, { audit_event_id: params.reference ?? '' }, undefined);
  const projects = event.claims === null ? [] : await projectsOf(request, event);
  if (existing(event, projects).length === 0) throw notFound();
  return { event, projects };
}

/** The job as it was, or with the claims that were sent: nothing is stored or issued. */
export const simulatePage: SignedInPage = async (request) => {
  const asked = await askedOf(request);
  try {
    return simulateView(request, asked, { tested: await test(request, asked) });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid_request') throw error;
    return { ...simulateView(request, asked, { problem: error }), status: 400 };
  }
};

/** Every other claim is the job's own. What is left empty, the token would not have. */
async function test(request: SignedInRequest, { event, projects }: Asked) {
  const { claims, issuer } = event;
  const { call, form: sent } = request;
  const changed = FIELDS.map(([claim]) => [claim, sent.get(claim)?.trim() || undefined] as const);
  const tried = { ...claims, ...(sent.size > 0 && Object.fromEntries(changed)), iss: issuer };
  const given = Object.entries(tried).filter(([, value]) => typeof value === 'string');
  const own = existing(event, projects);
  const project = own.find(({ path }) => path === sent.get('project')) ?? own[0];
  const answer = await call(
    testRelationships,
    { project_id: project?.id ?? '' },
    { claims: Object.fromEntries(given) },
  );
  const ids = answer.trust_relationships.map(({ trust_relationship: id }) => id);
  const known = await knownRelationships(request, ids);
  return { ...answer, project: project?.path ?? '', projects, known };
}

function simulateView(
  request: SignedInRequest,
  { event, projects }: Asked,
  { tested, problem = null }: { tested?: Tested; problem?: Problem | null },
): View {
  const { id, claims } = event;
  const own = existing(event, projects);
  const { formKey, form: sent } = request;
  const value = (claim: string) => (sent.size > 0 ? sent.get(claim) : claims?.[claim]) ?? '';
  return {
    ...eventFrame(event, projects),
    title: 'Simulate',
    body: html`<p class="lead">Change what the job says about itself, and see what the exchange would decide by the trust relationships as they are now. Nothing is stored or issued.</p>
<div class="columns">
<div class="simulation">${form({
      action: `/events/${id}/simulate`,
      formKey,
      problem,
      submit: 'Simulate',
      cancel: `/events/${id}`,
      body: html`${
        own.length > 1 &&
        selectField({
          name: 'project',
          label: 'Project',
          value: value('project') || (own[0]?.path ?? ''),
          choices: own.map(({ path }) => ({ value: path, label: path })),
        })
      }${FIELDS.map(([claim, label]) =>
        textField({
          name: claim,
          label,
          value: value(claim),
          hint: hintOf(claims?.[claim], value(claim)),
        }),
      )}`,
    })}</div>
<div class="outcome" role="region" aria-label="Outcome" aria-live="polite">${tested ? outcome(tested) : NOTHING}</div>
</div>`,
  };
}

/** Marks what was changed, with what it was. */
function hintOf(was: string | undefined, is: string): Content {
  if ((was ?? '') === is) return undefined;
  return html`${badge('changed', 'accent')} The job had ${was ? html`<code>${written(was)}</code>` : 'nothing'}.`;
}

function outcome(tested: Tested): Html {
  const { decision, grant, reason, message, project, trust_relationships: relationships } = tested;
  const verdict =
    decision === 'granted'
      ? callout(
          'good',
          html`<p><b>Granted.</b> ${grant && html`The job would get ${grant.permissions.map((permission) => badge(permission))} of ${written(project)}.`}</p>${grant?.pins && html`<p>It would pin the repository’s ids.</p>`}`,
        )
      : callout(
          'bad',
          html`<p><b>Refused.</b> ${reason && `${meaningOf(reason).headline}.`}</p>${message && html`<p>${written(message)}</p>`}`,
        );
  const { trust_relationships_omitted: omitted } = tested;
  return html`${verdict}${
    relationships.length === 0
      ? html`<p class="muted">No trust relationship of the project names this repository.</p>`
      : html`<h2>Trust relationships, the closest first</h2>${evaluationList(relationships, (evaluation) => knownOf(tested.known, tested.projects, evaluation))}${omitted > 0 && html`<p class="muted">${omitted} more were further from admitting it.</p>`}`
  }`;
}
