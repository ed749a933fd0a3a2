import { escaped } from '../invisible.ts';

const LONGEST = 200;

/**
 * Text that a stranger presented, fit to be shown in a message, a log or a terminal: in quotation
 * marks, of bounded length, nothing but printable ASCII.
 */
export function quote(text: string, longest = LONGEST): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return JSON.stringify(shown).replace(/[^\x20-\x7e…]/g, escaped);
}

/** The same without the quotation marks where nothing could be mistaken. */
export function quoteIfNeeded(text: string, longest = LONGEST): string {
  return text.length <= longest && /^[\w./:@+-]+$/.test(text) ? text : quote(text, longest);
}
