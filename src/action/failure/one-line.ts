const LIMIT = 500;

/**
 * Somebody else's words as one short line of the log. Line breaks would let them begin a line with
 * `::`, and `##[` anywhere in a line is the runner's older form of a workflow command.
 */
export function oneLine(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll('##[', '# #[')
    .trim();
  return line.length > LIMIT ? `${line.slice(0, LIMIT)} ...` : line;
}

/**
 * Lines of our own that hold somebody else's words, none of which the runner takes for a command:
 * it looks for `::` behind any white space at the beginning, and for `##[` everywhere.
 */
export function inert(lines: string): string {
  return lines.replace(/(^|[\r\n])([\s\x85]*):(?=:)/g, '$1$2: ').replaceAll('##[', '# #[');
}

/** What an error of whatever kind says, in one line. */
export function messageOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error));
}
