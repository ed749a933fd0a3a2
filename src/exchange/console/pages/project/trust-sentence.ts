import { GITHUB_ISSUER } from '../../../identity/identity.ts';
import { termsOf, type WrittenTerms } from '../../../policy/entries.ts';
import { describeTerms, type Sentence } from '../../../trust/describe-terms.ts';
import { type Html, html, NOTHING, written as writtenText } from '../../html/html.ts';

/** Whom a trust relationship admits, and to what: a sentence. */
export function trustSentence(relationship: WrittenTerms): Html {
  return html`${sentenceHtml(describeTerms(termsOf(relationship)))}${issuerNote(relationship.issuer)}`;
}

/** Elsewhere, a repository of the same name is another one. */
export function issuerNote(issuer: string | null | undefined): Html {
  if (!issuer || issuer === GITHUB_ISSUER) return NOTHING;
  return html` <span class="muted">Issuer: ${writtenText(issuer)}</span>`;
}

/** What somebody has written stands apart from our words. */
export function sentenceHtml(sentence: Sentence): Html {
  return html`${sentence.map((piece) => (typeof piece === 'string' ? piece : html`<b>${writtenText(piece.written)}</b>`))}`;
}
