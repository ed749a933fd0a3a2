import { getEvent } from '../../../../flows/admin/audit-events.ts';
import { getBuilder } from '../../../../flows/admin/builders.ts';
import { Problem } from '../../../../flows/admin/problem.ts';
import { listRegistries } from '../../../../flows/admin/registries.ts';
import { type Html, html, NOTHING } from '../../../html/html.ts';
import { icon } from '../../../html/icon.ts';
import { callout, section, snippet } from '../../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../../request.ts';
import { runAddress } from '../../run-address.ts';
import { trustSentence } from '../trust-sentence.ts';
import { mayChangeTrust, type Relationship, relationshipOf, trustFrame } from './frame.ts';
import { workflowFiles } from './workflow-yaml.ts';

/** What to paste, so that a job of the repository is admitted. */
export const workflowPage: SignedInPage = async (request) => {
  const relationship = await relationshipOf(request);
  const { frame, trust, base, path: project } = trustFrame(request);
  const { path, ...rest } = frame('trust');
  const files = workflowFiles(relationship, {
    url: request.url,
    project,
    hosts: await hostsOf(request),
    builder: await hasBuilder(request),
  });
  return {
    ...rest,
    path: [
      ...path,
      { label: 'Trust relationships', href: trust },
      { label: relationship.repository, href: `${trust}/${relationship.id}` },
    ],
    title: 'Workflow',
    actions:
      (await mayChangeTrust(request)) &&
      html`<a class="button" href="${base}/activity">Watch its exchanges</a>`,
    body: html`${relationship.mode === 'enforce' && (await rerunNote(request))}<p class="sentence">${trustSentence(relationship)}</p>
${relationship.mode === 'audit' && callout('warning', 'This trust relationship is in audit mode: the job is refused until you edit it.')}
${files.map(({ name, yaml }) => section(name, snippet(yaml, `The file ${name}`), { description: description(relationship) }))}
${wildcards(relationship)}`,
  };
};

/** After a draft from a recorded job, which has its workflow already. */
async function rerunNote({ call, query }: SignedInRequest): Promise<Html> {
  const reference = query.get('from');
  if (reference === null) return NOTHING;
  try {
    const event = await call(getEvent, { audit_event_id: reference }, undefined);
    const run = runAddress(event);
    return callout(
      'good',
      html`<p><a href="/events/${event.id}">The job that you started from</a> has a workflow already. Re-run it.</p>${run !== null && html`<p><a class="button" href="${run}" rel="noreferrer">${icon('external-link')} Re-run the job</a></p>`}`,
    );
  } catch (error) {
    // Whoever may not read the event needs no link to it.
    if (error instanceof Problem) return NOTHING;
    throw error;
  }
}

function description({ repository }: Relationship): Html {
  return html`In <code>${repository}</code>, or the steps in a workflow that you have. No secret is stored: the job shows who it is, and gets a build token that ends with it.`;
}

/** What a pattern stands for, only its author knows. */
function wildcards({ reusable_workflows: reusable }: Relationship): Html | false {
  if (!reusable?.some((workflow) => workflow.includes('*'))) return false;
  return callout('info', html`Write a real workflow and version in place of each <code>*</code>.`);
}

async function hostsOf({ call }: SignedInRequest): Promise<string[]> {
  const { items } = await call(listRegistries, {}, { limit: 10 });
  return items.flatMap(({ hosts }) => hosts);
}

async function hasBuilder(request: SignedInRequest): Promise<boolean> {
  try {
    await request.call(getBuilder, trustFrame(request).ids, undefined);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return false;
    throw error;
  }
}
