import { termsOf, type WrittenTerms } from '../../../policy/entries.ts';
import { describeTerms, type Sentence } from '../../../trust/describe-terms.ts';
import { type Html, html, written as writtenText } from '../../html/html.ts';

/** Whom a trust relationship admits, and to what: a sentence. */
export function trustSentence(relationship: WrittenTerms): Html {
  return sentenceHtml(describeTerms(termsOf(relationship)));
}

/** What somebody has written stands apart from our words. */
export function sentenceHtml(sentence: Sentence): Html {
  return html`${sentence.map((piece) => (typeof piece === 'string' ? piece : html`<b>${writtenText(piece.written)}</b>`))}`;
}
