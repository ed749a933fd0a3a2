import { reviewRelationship } from '../../../../flows/admin/review-trust.ts';
import { type Html, html, written } from '../../../html/html.ts';
import { callout, emptyState, time } from '../../../html/parts.ts';
import type { SignedInPage } from '../../../request.ts';
import { relationshipOf, trustFrame } from './frame.ts';
import { CONDITION_LABELS } from './terms-form.ts';
import { valuesOf } from './typed-terms.ts';
import { formView, requireMayChange, toChange } from './write.ts';

type Review = NonNullable<typeof reviewRelationship.types>['answer'];

/** The form with terms that fit what was used, to be reviewed as any other change. */
export const narrowPage: SignedInPage = async (request) => {
  await requireMayChange(request);
  const relationship = await relationshipOf(request);
  const review = await request.call(
    reviewRelationship,
    { trust_relationship_id: relationship.id },
    undefined,
  );
  if (review.narrowed !== null)
    return await formView(request, toChange(request, relationship), {
      values: valuesOf(review.narrowed),
      note: callout('info', html`${lookedAt(review, request.now)}${seen(review)}${kept(review)}`),
    });
  const { questionPage, trust } = trustFrame(request);
  const address = `${trust}/${relationship.id}`;
  return {
    ...questionPage,
    title: 'Narrow to what was used',
    body: html`${emptyState(
      'shield-check',
      review.admitted === 0 ? 'It admitted no job' : 'It is as narrow as its use',
      review.admitted === 0
        ? html`${lookedAt(review, request.now)}<p>There is nothing to narrow it to. If nobody needs it, delete it.</p>`
        : html`${lookedAt(review, request.now)}<p>They show all that it admits.</p>`,
      html`<div class="actions"><a class="button" href="${address}/edit">Edit</a>${review.admitted === 0 && html`<a class="button danger" href="${address}/delete">Delete</a>`}</div>`,
    )}${review.kept.length > 0 && callout('info', kept(review))}`,
  };
};

function lookedAt({ admitted, since, complete }: Review, now: number): Html {
  const when = complete
    ? 'in the last 30 days'
    : html`since ${time(since, now)}, as far as was looked back`;
  return html`<p>It admitted ${admitted} ${admitted === 1 ? 'job' : 'jobs'} ${when}.</p>`;
}

/** What the form is filled in with, and how often each was seen. */
function seen({ seen }: Review): Html {
  return html`<p>What they showed is filled in below:</p><ul class="plain">${seen.map(
    ({ condition, values, values_omitted: omitted }) =>
      values.length > 0 &&
      html`<li>${CONDITION_LABELS[condition]}: ${values.map(({ value, jobs }, index) => html`${index > 0 && ', '}<code>${written(value)}</code> <span class="muted">(${jobs})</span>`)}${omitted > 0 && ` and ${omitted} more`}</li>`,
  )}</ul>`;
}

const REASONS: Readonly<Record<Review['kept'][number]['reason'], string>> = {
  too_many_values: 'the jobs showed too many values to list',
  sometimes_absent: 'some jobs showed nothing there',
  not_expressible: 'what the jobs showed can’t be written as a condition',
};

function kept({ kept }: Review): Html {
  return html`${kept.map(({ condition, reason }) => html`<p>${CONDITION_LABELS[condition]} stays as it is: ${REASONS[reason]}.</p>`)}`;
}
