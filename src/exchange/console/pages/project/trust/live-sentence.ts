import { describeRelationship } from '../../../../flows/admin/describe-relationship.ts';
import { listIssuers } from '../../../../flows/admin/issuers.ts';
import { type Fault, Problem } from '../../../../flows/admin/problem.ts';
import type { Form } from '../../../../http/request.ts';
import { termsOf } from '../../../../policy/entries.ts';
import { describeTerms } from '../../../../trust/describe-terms.ts';
import { PAGE_HEADERS } from '../../../headers.ts';
import { type Html, html } from '../../../html/html.ts';
import type { SignedInPage, SignedInRequest } from '../../../request.ts';
import { sentenceHtml } from '../trust-sentence.ts';
import { dangers, faultsOfDraft } from './described.ts';
import { trustFrame } from './frame.ts';
import { type Body, bodyOf, type Issuers, settled } from './typed-terms.ts';

/**
 * Who will be admitted, with what is dangerous about it, as far as what was typed so far makes sense. `aloud`:
 * whether faults are told, as they are not beside a form that nobody has filled in yet.
 */
export async function liveSentence(
  request: SignedInRequest,
  typed: Form,
  issuers: Issuers,
  { aloud = false } = {},
): Promise<Html> {
  const { values, faults } = settled(typed, issuers);
  const body: Partial<Body> = bodyOf(values);
  if (body.repository === '' || faults.length > 0) delete body.repository;
  if (body.permissions?.length === 0) delete body.permissions;
  const found = await describeWhatMakesSense(request, body);
  const terms = termsOf({
    permissions: [],
    ...found.body,
    repository: found.body.repository ?? '',
  });
  const sentence = describeTerms(
    { ...terms, repository: found.body.repository ?? null },
    found.longest_lifetime,
  );
  // Ids that are not there yet are looked up, or asked for, at the next step.
  const warnings = found.warnings.filter(({ code }) => code !== 'unpinned_repository');
  return html`<p class="sentence">${sentenceHtml(sentence)}</p>${aloud && faultsOfDraft([...faults, ...found.faults])}${dangers(warnings)}`;
}

/** Leaves out what is at fault: the rest can be described all the same. */
async function describeWhatMakesSense(request: SignedInRequest, body: Partial<Body>) {
  const { ids } = trustFrame(request);
  const describe = (sent: Partial<Body>) => request.call(describeRelationship, ids, sent);
  try {
    return { ...(await describe(body)), body, faults: [] as readonly Fault[] };
  } catch (error) {
    if (!(error instanceof Problem) || error.faults.length === 0) throw error;
    const { faults } = error;
    const wrong = new Set(faults.map(({ at }) => at.split('/')[1]));
    const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !wrong.has(name)));
    return { ...(await describe(rest)), body: rest as Partial<Body>, faults };
  }
}

export async function issuersOf({ call }: SignedInRequest): Promise<Issuers> {
  const { items } = await call(listIssuers, {}, { limit: 100 });
  return items;
}

/** What `assets/trust.js` puts in place of what stands beside the form. */
export const sendDescribe: SignedInPage = async (request) => {
  const fragment = await liveSentence(request, request.form, await issuersOf(request), {
    aloud: true,
  });
  return new Response(fragment, { headers: PAGE_HEADERS });
};
