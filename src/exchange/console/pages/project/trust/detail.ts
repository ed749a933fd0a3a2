import { type Html, html, NOTHING, written } from '../../../html/html.ts';
import { icon } from '../../../html/icon.ts';
import { badge, facts, section, time } from '../../../html/parts.ts';
import { questionLink } from '../../../html/question.ts';
import type { SignedInPage, SignedInRequest } from '../../../request.ts';
import { trustSentence } from '../trust-sentence.ts';
import { dangers } from './described.ts';
import { revocation } from './end.ts';
import { mayChangeTrust, type Relationship, relationshipOf, trustFrame } from './frame.ts';
import { marksOf } from './list.ts';
import { CONDITION_LABELS } from './terms-form.ts';

/** One trust relationship, with all that it says. */
export const detailPage: SignedInPage = async (request) => {
  const relationship = await relationshipOf(request);
  const changing = await mayChangeTrust(request);
  const { frame, trust } = trustFrame(request);
  const { path, ...rest } = frame('trust');
  const address = `${trust}/${relationship.id}`;
  return {
    ...rest,
    path: [...path, { label: 'Trust relationships', href: trust }],
    title: relationship.repository,
    actions: html`<a class="button" href="${address}/workflow">${icon('terminal')} Workflow</a>${changing && html`<a class="button" href="${address}/edit">${icon('pencil')} Edit</a>`}`,
    body: html`${section('Who is admitted', html`<p class="sentence">${trustSentence(relationship)}</p>${marks(relationship, request, address, changing)}`)}
${relationship.warnings.length > 0 ? html`<div class="stack">${dangers(relationship.warnings)}</div>` : NOTHING}
${section('Terms', terms(relationship, request.now), { actions: changing && html`<a class="button" href="${address}/narrow">Narrow to what was used</a>` })}
${changing && section('Revoke or delete', endings(request, relationship), { description: 'Revoke what was issued if a token may be in the wrong hands. Delete the trust relationship if nobody needs it any more.' })}`,
  };
};

function marks(
  relationship: Relationship,
  { now }: SignedInRequest,
  address: string,
  changing: boolean,
): Html {
  const shown = marksOf(relationship, now, { dangers: false });
  if (shown.length === 0) return NOTHING;
  return html`<ul class="marks">${shown.map(({ label, tone, why, action }) => html`<li>${badge(label, tone)} <span class="muted">${why}</span> ${changing && action && html`<a href="${address}/${action.path}">${action.label}</a>`}</li>`)}</ul>`;
}

function terms(relationship: Relationship, now: number): Html {
  const condition = (label: string, values: readonly string[] | null) =>
    values !== null &&
    ([
      label,
      html`<ul class="plain">${values.map((value) => html`<li><code>${written(value)}</code></li>`)}</ul>`,
    ] as const);
  return facts([
    ['Repository', written(relationship.repository)],
    ['Repository id', relationship.repository_id ?? html`<span class="muted">not pinned</span>`],
    ['Owner id', relationship.repository_owner_id ?? html`<span class="muted">not pinned</span>`],
    ['Issuer', html`<code>${written(relationship.issuer)}</code>`],
    ...Object.entries(CONDITION_LABELS).map(([member, label]) =>
      condition(label, relationship[member as keyof typeof CONDITION_LABELS]),
    ),
    ['Permissions', relationship.permissions.map((permission) => badge(permission))],
    [
      'Longest lifetime',
      relationship.max_lifetime ?? html`<span class="muted">the installation’s</span>`,
    ],
    ['Mode', relationship.mode],
    ['Expires', time(relationship.expires_at, now)],
    relationship.description !== null && ['Description', written(relationship.description)],
    ['Last used', time(relationship.last_used_at, now, 'not yet')],
    ['Created', html`${time(relationship.created_at, now)} by ${written(relationship.created_by)}`],
    ['Id', html`<code>${relationship.id}</code>`],
  ]);
}

function endings(request: SignedInRequest, relationship: Relationship): Html {
  const { formKey } = request;
  const { trust } = trustFrame(request);
  return html`<div class="actions">${questionLink(revocation(request, relationship), { id: 'revoke', label: 'Revoke its build tokens', formKey })}<a class="button danger" href="${trust}/${relationship.id}/delete">Delete</a></div>`;
}
