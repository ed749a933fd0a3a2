/**
 * Control, formatting (bidirectional overrides) and line separator characters: nobody sees them, and
 * a terminal obeys them. And halves of surrogate pairs, which UTF-8 has no bytes for: PostgreSQL would
 * store another text than was answered.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function hasInvisible(text: string): boolean {
  return text.search(INVISIBLE) >= 0;
}

/** The text with them shown as JSON writes them; JSON means the same after. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** Each UTF-16 unit as `\u001b`. */
export function escaped(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
