/** Control, formatting (bidirectional) and line separator characters: a terminal obeys them. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One line, in which hidden characters are shown as JSON writes them; JSON means the same after. */
export function visible(line: string): string {
  return line.replace(HIDDEN, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** The same for text whose line breaks are ours. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
