import type { describeRelationship } from '../../../../flows/admin/describe-relationship.ts';
import type { Problem } from '../../../../flows/admin/problem.ts';
import type { Replay } from '../../../../flows/admin/replay-jobs.ts';
import type { Form } from '../../../../http/request.ts';
import { termsOf } from '../../../../policy/entries.ts';
import { describeTerms } from '../../../../trust/describe-terms.ts';
import { faultAt, formProblem } from '../../../html/form.ts';
import { type Html, html } from '../../../html/html.ts';
import type { View } from '../../../html/layout.ts';
import { callout, facts, section } from '../../../html/parts.ts';
import type { SignedInRequest } from '../../../request.ts';
import { issuerNote, sentenceHtml } from '../trust-sentence.ts';
import { dangers } from './described.ts';
import { type Relationship, trustFrame } from './frame.ts';
import { replayed } from './replayed.ts';
import { hiddenValues } from './terms-form.ts';
import { type Body, bodyOf } from './typed-terms.ts';

type Described = NonNullable<typeof describeRelationship.types>['answer'];

/** What is about to be saved, and what it would have done. */
export interface Reviewed {
  values: Form;
  described: Described;
  replay: Replay;
  /** Null: it is yet to be stored. */
  stored: Relationship | null;
  /** Where it is saved, and where the form is to go back to. */
  address: string;
  problem: Problem | null;
}

/** The second step of every change: whom it admits, what is dangerous, which recorded jobs it concerns. */
export function reviewView(request: SignedInRequest, reviewed: Reviewed): View {
  const { values, described, replay, stored, address, problem } = reviewed;
  const { frame, trust } = trustFrame(request);
  const { warnings } = described;
  return {
    ...frame('trust'),
    title: stored ? 'Review the change' : 'Review the trust relationship',
    body: html`<form method="post" action="${address}" class="stack">
<input type="hidden" name="form_key" value="${request.formKey}">
<input type="hidden" name="once" value="${request.newOnce()}">
${hiddenValues(values)}
${formProblem(problem)}
${section('Who is admitted', admitted(values, described, stored))}
${warnings.length > 0 && section('Think twice', html`${dangers(warnings)}${understood(values, problem)}`)}
${replayed(replay, request.now)}
<div class="form-end"><button class="primary" name="step" value="save">${stored ? 'Save changes' : 'Save trust relationship'}</button><button name="step" value="form" formnovalidate>Back to the form</button><a class="button quiet" href="${stored ? `${trust}/${stored.id}` : trust}">Cancel</a></div>
</form>`,
  };
}

function admitted(
  values: Form,
  { longest_lifetime: longest }: Described,
  stored: Relationship | null,
): Html {
  const sentence = (terms: Body | Relationship) =>
    html`<p class="sentence">${sentenceHtml(describeTerms(termsOf(terms), longest))}${issuerNote(terms.issuer)}</p>`;
  const after = sentence(bodyOf(values));
  if (stored === null) return after;
  return facts([
    ['Until now', sentence(stored)],
    ['From now on', after],
  ]);
}

/** Whether they are to be saved all the same; see `requireUnderstood`. */
function understood(values: Form, problem: Problem | null): Html {
  const fault = faultAt(problem, '/understood');
  return html`<label class="choice" id="understood"><input type="checkbox" name="understood" value="yes" required${values.get('understood') && html` checked`}${fault && html` aria-invalid="true" aria-describedby="understood-fault"`}><span>I understand, and want it all the same.</span></label>${fault && html`<p class="fault" id="understood-fault">${fault}</p>`}`;
}

/** Beside a form that was not filled in by hand. */
export function draftNote(reference: string, refs: readonly string[] | null): Html {
  const isProposed = refs?.some((ref) => ref.startsWith('refs/pull/'));
  return callout(
    'info',
    html`<p><strong>Drafted from <a href="/events/${reference}">a recorded job</a>.</strong> It admits this job and hardly any other. Widen what else you want to admit${isProposed && html`, such as <code>refs/pull/*/merge</code> for all pull requests`}.</p>`,
  );
}
