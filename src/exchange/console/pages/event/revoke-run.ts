import { getEvent } from '../../../flows/admin/audit-events.ts';
import { notFound } from '../../../flows/admin/problem.ts';
import { revokeProject } from '../../../flows/admin/revocations.ts';
import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import { type Content, html, written } from '../../html/html.ts';
import { type Question, questionForm, questionLink } from '../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { eventFrame } from './frame.ts';
import { type EventProject, existing, projectsOf } from './projects.ts';

/** Takes what the run of a job holds from each project that it got a token for. */
export function revokeRunLinks(
  { formKey }: SignedInRequest,
  event: ShownEvent,
  projects: readonly EventProject[],
): Content {
  const own = existing(event, projects);
  if (!event.claims?.run_id || event.issuer === null || own.length === 0) return false;
  return questionLink(questionOf(event, own), { id: 'revoke-run', label: 'Revoke run', formKey });
}

function questionOf({ id, claims }: ShownEvent, projects: readonly { path: string }[]): Question {
  return {
    title: 'Revoke this run?',
    body: html`<p>Every build token of run <code>${written(claims?.run_id ?? '')}</code> stops opening ${projects.map(({ path }, index) => html`${index > 0 && ', '}${written(path)}`)} at once. Its jobs and re-runs get no new ones. This can’t be undone.</p>`,
    submit: 'Revoke run',
    address: `/events/${id}/revoke-run`,
  };
}

async function eventOf({ call, params }: SignedInRequest): Promise<ShownEvent> {
  const event = await call(getEvent, { audit_event_id: params.reference ?? '' }, undefined);
  if (event.decision !== 'granted' || !event.claims?.run_id || event.issuer === null)
    throw notFound();
  return event;
}

export const revokeRunPage: SignedInPage = async (request) => {
  const event = await eventOf(request);
  const projects = await projectsOf(request, event);
  const question = questionOf(event, existing(event, projects));
  return {
    ...eventFrame(event, projects),
    title: question.title,
    narrow: true,
    body: questionForm(question, { formKey: request.formKey, cancel: `/events/${event.id}` }),
  };
};

export const sendRevokeRun: SignedInPage = async (request) => {
  const event = await eventOf(request);
  const { id, claims, issuer } = event;
  for (const project of existing(event, await projectsOf(request, event)))
    await request.call(
      revokeProject,
      { project_id: project.id },
      { run_id: claims?.run_id ?? '', issuer: issuer ?? '' },
    );
  return redirect(`/events/${id}`, 'run-revoked');
};
