import { hash } from 'node:crypto';
import { describeRelationship } from '../../../../flows/admin/describe-relationship.ts';
import { draftRelationship } from '../../../../flows/admin/draft-relationship.ts';
import { lookUpRepository } from '../../../../flows/admin/look-up-repository.ts';
import { type Fault, Problem } from '../../../../flows/admin/problem.ts';
import { replayRelationships } from '../../../../flows/admin/replay-trust.ts';
import {
  createRelationship,
  updateRelationship,
} from '../../../../flows/admin/trust-relationships.ts';
import type { Form } from '../../../../http/request.ts';
import { sameName } from '../../../../trust/glob.ts';
import { formProblem } from '../../../html/form.ts';
import { type Html, html, NOTHING } from '../../../html/html.ts';
import type { View } from '../../../html/layout.ts';
import { callout } from '../../../html/parts.ts';
import {
  type PageAnswer,
  redirect,
  type SignedInPage,
  type SignedInRequest,
} from '../../../request.ts';
import { submitted } from '../../../submitted.ts';
import { mayChangeTrust, type Relationship, relationshipOf, trustFrame } from './frame.ts';
import { issuersOf, liveSentence } from './live-sentence.ts';
import { draftNote, reviewView } from './review.ts';
import { termsFields } from './terms-form.ts';
import { bodyOf, settled, termValues, typedProblem, valuesOf } from './typed-terms.ts';

/** What is written: a new one, or one that is stored. */
export interface Written {
  stored: Relationship | null;
  /** Of the form, where it is sent as well. */
  address: string;
}

/** What people start from who begin with an empty form: the usual, without danger. */
const SUGGESTED = new URLSearchParams([
  ['refs', 'refs/heads/main'],
  ['permissions', 'build'],
  ['permissions', 'push'],
  ['permissions', 'pull'],
]);

export const newPage: SignedInPage = async (request) => {
  await requireMayChange(request);
  const reference = request.query.get('from');
  if (reference === null) return await formView(request, toCreate(request), { values: SUGGESTED });
  return await submitted(
    async () => {
      const { ids } = trustFrame(request);
      const draft = await request.call(draftRelationship, ids, { reference });
      return await formView(request, toCreate(request), {
        values: draftValues(draft, reference),
        note: draftNote(reference, draft.refs),
      });
    },
    async ({ message, faults }) =>
      await formView(request, toCreate(request), {
        values: SUGGESTED,
        note: callout(
          'bad',
          html`${message} ${faults.map(({ detail }) => html`The reference ${detail}. `)}`,
        ),
      }),
  );
};

/** `from` goes along to the end: the job that was refused is to be run again then. */
function draftValues(draft: Parameters<typeof valuesOf>[0], reference: string): Form {
  const values = valuesOf(draft);
  values.set('from', reference);
  return values;
}

function toCreate(request: SignedInRequest): Written {
  return { stored: null, address: `${trustFrame(request).trust}/new` };
}

export const editPage: SignedInPage = async (request) => {
  await requireMayChange(request);
  const written = toChange(request, await relationshipOf(request));
  return await formView(request, written, { values: valuesOf(written.stored) });
};

export function toChange(request: SignedInRequest, stored: Relationship) {
  return { stored, address: `${trustFrame(request).trust}/${stored.id}/edit` };
}

export async function requireMayChange(request: SignedInRequest): Promise<void> {
  if (!(await mayChangeTrust(request)))
    throw new Problem('forbidden', 'Only admins of the organization may do this.');
}

interface FormState {
  values: Form;
  problem?: Problem | null;
  idsWanted?: string | null;
  note?: Html;
}

export async function formView(
  request: SignedInRequest,
  { stored, address }: Written,
  { values, problem = null, idsWanted = null, note = NOTHING }: FormState,
): Promise<View> {
  const { frame, trust } = trustFrame(request);
  const issuers = await issuersOf(request);
  const from = values.get('from');
  const beside = await liveSentence(request, values, issuers);
  return {
    ...frame('trust'),
    title: stored ? 'Edit trust relationship' : 'Add trust relationship',
    scripts: ['trust'],
    body: html`${issuers.length === 0 && noIssuer()}<form method="post" action="${address}" class="terms">
<div class="stack">
<input type="hidden" name="form_key" value="${request.formKey}">
${stored && html`<input type="hidden" name="seen" value="${values.get('seen') ?? fingerprint(stored)}">`}
${from && html`<input type="hidden" name="from" value="${from}">`}
${formProblem(problem)}
${note}
${termsFields({ values, problem, issuers, idsWanted })}
</div>
<div class="form-end"><button class="primary" name="step" value="review">Review</button><a class="button" href="${stored ? `${trust}/${stored.id}` : trust}">Cancel</a></div>
<aside class="beside" aria-labelledby="beside-title"><h2 id="beside-title">Who will be admitted</h2><div class="stack" aria-live="polite" data-described="${trust}/describe">${beside}</div></aside>
</form>`,
  };
}

function noIssuer(): Html {
  return callout(
    'warning',
    'No issuer is registered, so that no job could be admitted. An operator registers one under Installation.',
  );
}

/** Of the terms alone: a use between two looks is no change. */
export function fingerprint(stored: Relationship): string {
  return hash('sha256', valuesOf(stored).toString()).slice(0, 16);
}

export const sendNew: SignedInPage = async (request) => {
  await requireMayChange(request);
  return await send(request, toCreate(request));
};

export const sendEdit: SignedInPage = async (request) => {
  await requireMayChange(request);
  return await send(request, toChange(request, await relationshipOf(request)));
};

/** The button says which step is next: the review, what is reviewed, or the form again. */
async function send(request: SignedInRequest, written: Written): Promise<PageAnswer> {
  const { form } = request;
  const values = valuesSent(form);
  const step = form.get('step');
  if (step === 'form') return await formView(request, written, { values });
  return await submitted(
    () => (step === 'save' ? save(request, written, values) : review(request, written, values)),
    async (problem) => {
      // What others have saved is seen now: the next attempt stands on that.
      if (problem.code === 'precondition_failed') values.delete('seen');
      return await formView(request, written, { values, problem });
    },
  );
}

async function review(request: SignedInRequest, written: Written, typed: Form) {
  const values = await settle(request, typed);
  const idsWanted = await completeIds(request, written, values);
  if (idsWanted !== null) return await formView(request, written, { values, idsWanted });
  return await reviewed(request, written, values);
}

/**
 * Ids that are missing, or that are still those of the repository that was named before, are looked up; why that
 * failed otherwise. Whoever was asked for them once, and gave none, wants it so.
 */
async function completeIds(
  { call, form, params }: SignedInRequest,
  { stored }: Written,
  values: Form,
): Promise<string | null> {
  const repository = values.get('repository') ?? '';
  const given = ID_FIELDS.every((name) => values.get(name));
  const isOther = stored !== null && !sameName(stored.repository, repository);
  const areOld = isOther && ID_FIELDS.every((name) => values.get(name) === stored[name]);
  if ((given && !areOld) || form.get('asked') === repository) return null;
  const ids = { project_id: `${params.organization}/${params.project}` };
  const issuer = values.get('issuer');
  const found = await call(lookUpRepository, ids, { repository, ...(issuer && { issuer }) });
  if (found.message !== null)
    return areOld
      ? `Those below are the ids of ${stored.repository}. ${found.message}`
      : found.message;
  for (const name of ID_FIELDS) values.set(name, found[name] ?? '');
  return null;
}

const ID_FIELDS = ['repository_id', 'repository_owner_id'] as const;

async function reviewed(
  request: SignedInRequest,
  { stored, address }: Written,
  values: Form,
  problem: Problem | null = null,
): Promise<View> {
  const { ids } = trustFrame(request);
  const body = bodyOf(values);
  const change = stored
    ? { update: { trust_relationship_id: stored.id, terms: body } }
    : { create: body };
  return reviewView(request, {
    values,
    described: await request.call(describeRelationship, ids, body),
    replay: await request.call(replayRelationships, ids, change),
    stored,
    address,
    problem,
  });
}

async function save(request: SignedInRequest, written: Written, typed: Form): Promise<PageAnswer> {
  const { call, form } = request;
  const { stored } = written;
  const { ids, trust } = trustFrame(request);
  const values = await settle(request, typed);
  if (stored && values.get('seen') !== fingerprint(stored))
    throw new Problem(
      'precondition_failed',
      'Somebody else changed this trust relationship since you opened the form, so nothing was saved. Review it once more, and save it if you want yours instead.',
    );
  const body = bodyOf(values);
  const { warnings } = await call(describeRelationship, ids, body);
  if (warnings.length > 0 && form.get('understood') !== 'yes') {
    const problem = typedProblem([
      { at: '/understood', detail: 'Tick this to save it all the same.' },
    ]);
    return { ...(await reviewed(request, written, values, problem)), status: 400 };
  }
  if (stored) {
    await call(updateRelationship, { trust_relationship_id: stored.id }, body);
    return redirect(`${trust}/${stored.id}`, 'trust-saved');
  }
  const { id } = await call(createRelationship, ids, body, form.get('once'));
  const from = values.get('from');
  const query = from === null ? '' : `?from=${encodeURIComponent(from)}`;
  return redirect(`${trust}/${id}/workflow${query}`, 'trust-created');
}

/** What the form and the steps behind it hand on. */
function valuesSent(form: Form): Form {
  const values = termValues(form);
  for (const name of ['seen', 'from']) {
    const value = form.get(name);
    if (value !== null) values.set(name, value);
  }
  return values;
}

/** Values that make sense, by the operation's own judgement; rejects with all that is wrong otherwise. */
async function settle(request: SignedInRequest, typed: Form): Promise<Form> {
  const { values, faults } = settled(typed, await issuersOf(request));
  const { ids } = trustFrame(request);
  const others = await faultsOf(() => request.call(describeRelationship, ids, bodyOf(values)));
  const all = [...faults, ...others.filter(({ at }) => !faults.some((fault) => fault.at === at))];
  if (all.length > 0) throw typedProblem(all);
  return values;
}

async function faultsOf(work: () => Promise<unknown>): Promise<readonly Fault[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof Problem) || error.faults.length === 0) throw error;
    return error.faults;
  }
}
