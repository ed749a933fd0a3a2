import type { getRelationship } from '../../../flows/admin/trust-relationships.ts';
import { termsOf, type WrittenTerms } from '../../../policy/entries.ts';
import { describeTerms } from '../../../trust/describe-terms.ts';
import { type Html, html, written as writtenText } from '../../html/html.ts';

/** As operations show it. */
type ShownRelationship = NonNullable<(typeof getRelationship)['types']>['answer'];

/** Whom a trust relationship admits, and to what: a sentence. */
export function trustSentence(relationship: ShownRelationship): Html {
  const { permissions, ...rest } = relationship;
  const written = { ...rest, permissions: [...permissions] } as WrittenTerms;
  const pieces = describeTerms(termsOf(written));
  return html`${pieces.map((piece) => (typeof piece === 'string' ? piece : html`<b>${writtenText(piece.written)}</b>`))}`;
}
