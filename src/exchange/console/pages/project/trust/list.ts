import { listRelationships } from '../../../../flows/admin/trust-relationships.ts';
import type { DangerCode } from '../../../../trust/danger.ts';
import { type Content, type Html, html, NOTHING, written } from '../../../html/html.ts';
import { icon } from '../../../html/icon.ts';
import { badge, emptyState, nextPage, type Tone, time } from '../../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../../request.ts';
import { trustSentence } from '../trust-sentence.ts';
import { mayChangeTrust, type Relationship, trustFrame } from './frame.ts';

const PAGE = 50;

export const listPage: SignedInPage = async (request) => {
  const { ids, frame, trust } = trustFrame(request);
  const { call, query } = request;
  const after = query.get('after');
  const { items, next } = await call(listRelationships, ids, {
    limit: PAGE,
    ...(after && { after }),
  });
  const changing = await mayChangeTrust(request);
  const add =
    changing &&
    html`<a class="button primary" href="${trust}/new">${icon('plus')} Add trust relationship</a>`;
  return {
    ...frame('trust'),
    title: 'Trust relationships',
    actions: add,
    body:
      items.length === 0
        ? emptyState(
            'shield-check',
            'No trust relationships',
            changing
              ? 'A trust relationship lets the jobs of one repository have build tokens for this project, without a stored secret. Add the first one.'
              : 'A trust relationship lets the jobs of one repository have build tokens for this project. An admin of the organization can add one.',
            add || NOTHING,
          )
        : html`<ul class="trust-list">${items.map((one) => html`<li class="card" id="${one.id}">${entry(request, one, { changing })}</li>`)}</ul>${nextPage(next && `${trust}?after=${next}`)}`,
  };
};

function entry(
  request: SignedInRequest,
  relationship: Relationship,
  { changing }: { changing: boolean },
): Html {
  const { trust } = trustFrame(request);
  const { now } = request;
  const marks = marksOf(relationship, now);
  const address = `${trust}/${relationship.id}`;
  return html`<p class="sentence"><a href="${address}">${trustSentence(relationship)}</a></p>
${relationship.description && html`<p class="muted">${written(relationship.description)}</p>`}
${marks.length > 0 && html`<ul class="marks">${marks.map((mark) => html`<li>${badge(mark.label, mark.tone)} <span class="muted">${mark.why}</span> ${changing && mark.action && html`<a href="${address}/${mark.action.path}">${mark.action.label}</a>`}</li>`)}</ul>`}
<p class="meta muted"><span>${relationship.last_used_at === null ? 'Never used' : html`Last used ${time(relationship.last_used_at, now)}`}</span><span>Created ${time(relationship.created_at, now)} by ${written(relationship.created_by)}</span>${changing && html`<span class="links"><a href="${address}/edit">Edit</a><a href="${address}/workflow">Workflow</a></span>`}</p>`;
}

export interface Mark {
  label: string;
  tone: Tone;
  why: Content;
  /** What can be done about it, below the address of the relationship. */
  action: { label: string; path: string } | null;
}

const DAY = 86_400;

/** Days without a use, after which it may be needed no more. */
const UNUSED = 30;

/** Days before the end in which people may still want to extend it in time. */
const SOON = 14;

/** What somebody should look at; what needs it most first. */
export function marksOf(
  relationship: Relationship,
  now: number,
  { dangers = true }: { dangers?: boolean } = {},
): Mark[] {
  const marks = [expiryMark, unpinnedMark, auditMark, ...(dangers ? [dangerMark] : []), unusedMark];
  return marks.flatMap((mark) => mark(relationship, now) ?? []);
}

function expiryMark({ expires_at }: Relationship, now: number): Mark | null {
  if (expires_at === null) return null;
  const left = Date.parse(expires_at) / 1000 - now;
  const action = { label: 'Extend', path: 'extend' };
  if (left <= 0)
    return { label: 'expired', tone: 'bad', why: html`It ended ${time(expires_at, now)}.`, action };
  if (left > SOON * DAY) return null;
  return {
    label: 'expires soon',
    tone: 'warning',
    why: html`It ends ${time(expires_at, now)}.`,
    action,
  };
}

function unpinnedMark({ pinned }: Relationship): Mark | null {
  if (pinned) return null;
  return {
    label: 'unpinned',
    tone: 'warning',
    why: 'The first job that is admitted decides which repository is meant.',
    action: { label: 'Pin', path: 'pin' },
  };
}

function auditMark({ mode }: Relationship): Mark | null {
  if (mode === 'enforce') return null;
  return { label: 'audit mode', tone: 'accent', why: 'It grants nothing.', action: null };
}

/** Dangers that end, once it admits only the jobs that it has admitted so far. */
const NARROWED: ReadonlySet<string> = new Set<DangerCode>([
  'any_ref_can_push',
  'open_ended_branch_can_push',
  'pull_request_can_push',
  'privileged_event',
  'wildcard_reusable_workflow',
]);

/** The lack of ids has a mark of its own. */
function dangerMark({ warnings, last_used_at }: Relationship): Mark | null {
  const [first, ...others] = warnings.filter(({ code }) => code !== 'unpinned_repository');
  if (!first) return null;
  const canNarrow = last_used_at !== null && NARROWED.has(first.code);
  return {
    label: others.length > 0 ? `${others.length + 1} dangers` : 'danger',
    tone: 'warning',
    why: first.text,
    action: canNarrow
      ? { label: 'Narrow to what was used', path: 'narrow' }
      : { label: 'Edit the terms', path: 'edit' },
  };
}

function unusedMark({ last_used_at, created_at }: Relationship, now: number): Mark | null {
  if (now - Date.parse(last_used_at ?? created_at) / 1000 <= UNUSED * DAY) return null;
  return {
    label: 'unused',
    tone: 'neutral',
    why:
      last_used_at === null
        ? html`Nobody has used it since it was created ${time(created_at, now)}.`
        : html`Nobody has used it since ${time(last_used_at, now)}.`,
    action: { label: 'Delete', path: 'delete' },
  };
}
