import { listOrganizationEvents } from '../../../../flows/admin/audit-events.ts';
import { lookUpRepository } from '../../../../flows/admin/look-up-repository.ts';
import { choiceField, form, textField } from '../../../html/form.ts';
import { type Content, html } from '../../../html/html.ts';
import type { View } from '../../../html/layout.ts';
import { callout, time } from '../../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../../request.ts';
import { trustSentence } from '../trust-sentence.ts';
import { type Relationship, relationshipOf, trustFrame } from './frame.ts';
import { issuersOf } from './live-sentence.ts';
import { hiddenValues, idCommands } from './terms-form.ts';
import { valuesOf } from './typed-terms.ts';
import { fingerprint, requireMayChange, toChange } from './write.ts';

/**
 * A form for a few of the terms, on its way to the same review as all of them: the others go along, and the way
 * back leads to the whole form.
 */
function partialView(
  request: SignedInRequest,
  relationship: Relationship,
  { title, names, body }: { title: string; names: readonly string[]; body: Content },
): View {
  const { questionPage, trust } = trustFrame(request);
  const values = valuesOf(relationship);
  return {
    ...questionPage,
    title,
    body: form({
      action: toChange(request, relationship).address,
      formKey: request.formKey,
      submit: 'Review',
      cancel: `${trust}/${relationship.id}`,
      body: html`<p class="sentence">${trustSentence(relationship)}</p>${hiddenValues(values, names)}<input type="hidden" name="seen" value="${fingerprint(relationship)}">${body}`,
    }),
  };
}

const IDS = ['repository_id', 'repository_owner_id'] as const;

/** The ids of the last job that it admitted, or what the server says, or what somebody gives. */
export const pinPage: SignedInPage = async (request) => {
  await requireMayChange(request);
  const relationship = await relationshipOf(request);
  const found = (await idsOfLastUse(request, relationship)) ?? (await idsOf(request, relationship));
  const values = valuesOf(relationship);
  const field = (name: (typeof IDS)[number], label: string) =>
    textField({
      name,
      label,
      required: true,
      value: relationship[name] ?? found[name] ?? '',
    });
  return partialView(request, relationship, {
    title: 'Pin the repository',
    names: IDS,
    body: html`<p>A name can change hands; the ids stay. Once they are pinned, only this very repository is admitted.</p>${found.from && callout('info', found.from)}${field('repository_id', 'Repository id')}${field('repository_owner_id', 'Owner id')}<p class="hint">This prints both:</p>${idCommands(values, await issuersOf(request))}`,
  });
};

interface FoundIds extends Partial<Record<(typeof IDS)[number], string | null>> {
  /** Where they are from, or why there are none. */
  from: Content;
}

async function idsOfLastUse(
  { call, params, now }: SignedInRequest,
  { repository, project_id }: Relationship,
): Promise<FoundIds | null> {
  const { items } = await call(
    listOrganizationEvents,
    { organization_id: params.organization ?? '' },
    { project_id, repository, decision: 'granted', limit: 1 },
  );
  const [{ id, time: when, claims } = { id: '', time: '', claims: null }] = items;
  if (!claims?.repository_id || !claims.repository_owner_id) return null;
  return {
    repository_id: claims.repository_id,
    repository_owner_id: claims.repository_owner_id,
    from: html`These are the ids of <a href="/events/${id}">the last job that was admitted</a>, ${time(when, now)}. Compare them.`,
  };
}

async function idsOf(
  request: SignedInRequest,
  { repository, issuer }: Relationship,
): Promise<FoundIds> {
  const { ids } = trustFrame(request);
  const found = await request.call(lookUpRepository, ids, { repository, issuer });
  return {
    ...found,
    from: found.message ?? 'These are the ids that the server shows for this name now.',
  };
}

const EXTENSIONS = [
  [30, '30 days'],
  [90, '90 days'],
  [365, '1 year'],
] as const;

/** From today on, by one choice instead of a date. */
export const extendPage: SignedInPage = async (request) => {
  await requireMayChange(request);
  const relationship = await relationshipOf(request);
  const dateIn = (days: number) =>
    new Date((request.now + days * 86_400) * 1000).toISOString().slice(0, 10);
  const choices = EXTENSIONS.map(([days, label]) => ({
    value: dateIn(days),
    label: `${label}, until ${dateIn(days)}`,
  }));
  return partialView(request, relationship, {
    title: 'Extend the trust relationship',
    names: ['expires_at'],
    body: html`<p>${relationship.expires_at ? html`It ends ${time(relationship.expires_at, request.now)}.` : 'It does not end by itself.'}</p>${choiceField(
      {
        name: 'expires_at',
        label: 'Let it end after',
        type: 'radio',
        values: [dateIn(90)],
        choices: [...choices, { value: '', label: 'Never' }],
        hint: 'For another date, edit the trust relationship.',
      },
    )}`,
  });
};
