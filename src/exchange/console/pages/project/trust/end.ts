import { replayRelationships } from '../../../../flows/admin/replay-trust.ts';
import { revokeRelationship } from '../../../../flows/admin/revocations.ts';
import { deleteRelationship } from '../../../../flows/admin/trust-relationships.ts';
import { html } from '../../../html/html.ts';
import { type Question, questionForm } from '../../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../../request.ts';
import { trustSentence } from '../trust-sentence.ts';
import { type Relationship, relationshipOf, trustFrame } from './frame.ts';
import { replayed } from './replayed.ts';
import { requireMayChange } from './write.ts';

export function revocation(request: SignedInRequest, relationship: Relationship): Question {
  const { trust } = trustFrame(request);
  return {
    address: `${trust}/${relationship.id}/revoke`,
    title: 'Revoke its build tokens?',
    body: html`<p>Every build token that this trust relationship granted stops working. Running jobs fail, and get a new one if they ask again: edit or delete the trust relationship first if they must not.</p>`,
    submit: 'Revoke build tokens',
  };
}

export const revokePage: SignedInPage = async (request) => {
  await requireMayChange(request);
  const relationship = await relationshipOf(request);
  const { questionPage, trust } = trustFrame(request);
  const question = revocation(request, relationship);
  return {
    ...questionPage,
    title: question.title,
    body: questionForm(question, {
      formKey: request.formKey,
      cancel: `${trust}/${relationship.id}`,
    }),
  };
};

export const sendRevoke: SignedInPage = async (request) => {
  const { id } = await relationshipOf(request);
  await request.call(revokeRelationship, { trust_relationship_id: id }, undefined);
  return redirect(`${trustFrame(request).trust}/${id}`, 'trust-revoked');
};

/** With what it would have done: a page of its own, also with script. */
export const deletePage: SignedInPage = async (request) => {
  await requireMayChange(request);
  const relationship = await relationshipOf(request);
  const { frame, ids, trust } = trustFrame(request);
  const { id } = relationship;
  const replay = await request.call(replayRelationships, ids, {
    delete: { trust_relationship_id: id },
  });
  const question: Question = {
    address: `${trust}/${id}/delete`,
    title: 'Delete this trust relationship?',
    body: html`<p class="sentence">${trustSentence(relationship)}</p><p>The build tokens that it granted stop working at once. This can’t be undone.</p>`,
    submit: 'Delete trust relationship',
  };
  return {
    ...frame('trust'),
    title: question.title,
    body: html`<div class="card padded">${questionForm(question, { formKey: request.formKey, cancel: `${trust}/${id}` })}</div>${replayed(replay, request.now)}`,
  };
};

export const sendDelete: SignedInPage = async (request) => {
  const { id } = await relationshipOf(request);
  await request.call(deleteRelationship, { trust_relationship_id: id }, undefined);
  return redirect(trustFrame(request).trust, 'trust-deleted');
};
