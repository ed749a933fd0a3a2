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
 * Who will be admitted, as far as what was typed so far can be put into words, with what is dangerous about it, or
 * at fault. `aloud`: whether faults are told, as they are not beside a form that nobody has filled in yet.
 */
export async function liveSentence(
  request: SignedInRequest,
  typed: Form,
  issuers: Issuers,
  { aloud = false } = {},
): Promise<Html> {
  const { values, faults } = settled(typed, issuers);
  const written = bodyOf(values);
  const { described, faults: others } = await describeWhatMakesSense(request, written);
  const isTimeless = others.some(({ at }) => at === '/expires_at');
  const repository = written.repository === '' || faults.length > 0 ? null : written.repository;
  const terms = termsOf({ ...written, ...(isTimeless && { expires_at: null }) });
  const sentence = describeTerms({ ...terms, repository }, described.longest_lifetime);
  // Ids that are not there yet are looked up, or asked for, at the next step.
  const warnings = described.warnings.filter(({ code }) => code !== 'unpinned_repository');
  return html`<p class="sentence">${sentenceHtml(sentence)}</p>${aloud && faultsOfDraft([...faults, ...others])}${others.length === 0 && dangers(warnings)}`;
}

/** Leaves out what is at fault. What is not there yet is no fault while somebody types. */
async function describeWhatMakesSense(request: SignedInRequest, written: Body) {
  const { ids } = trustFrame(request);
  const describe = (sent: Partial<Body>) => request.call(describeRelationship, ids, sent);
  const body: Partial<Body> = { ...written };
  if (body.repository === '') delete body.repository;
  if (body.permissions?.length === 0) delete body.permissions;
  try {
    return { described: await describe(body), faults: [] as readonly Fault[] };
  } catch (error) {
    if (!(error instanceof Problem) || error.faults.length === 0) throw error;
    return { described: await describe({}), faults: error.faults };
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
