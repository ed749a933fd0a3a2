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

/** What an error of whatever kind says, in one line. */
export function messageOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error));
}
