import { hasInvisible } from '../invisible.ts';

/**
 * Globs over git refs and paths: `*` stands for any characters within one segment, a segment `**`
 * for any number of segments, everything else for itself. There are no alternatives, classes or
 * escapes, so no pattern can mean more than it shows (alternation slipped out of the anchors of
 * octo-sts). Nothing is compiled, and matching takes a few steps for each character of the pattern.
 *
 * - `refs/heads/*` matches `refs/heads/main`, not `refs/heads/fix/1`.
 * - `refs/heads/**` matches both, but not `refs/heads`: at the end, `**` needs a segment.
 * - Elsewhere `**` may stand for nothing: `a/**` + `/b` matches `a/b`.
 */

export const MAX_PATTERN_LENGTH = 512;

/**
 * No ref or path has more; a longer text matches nothing. Each pattern is looked for at every segment of
 * the text, and both may be written to make that slow.
 */
export const MAX_SEGMENTS = 24;

/** Why `pattern` is no glob, as the end of a sentence; undefined if it is one. */
export function globFault(pattern: string): string | undefined {
  if (pattern === '') return 'is empty';
  if (pattern.length > MAX_PATTERN_LENGTH) return `is longer than ${MAX_PATTERN_LENGTH} characters`;
  if (hasInvisible(pattern)) return 'contains an invisible character';
  const segments = pattern.split('/');
  if (segments.includes('')) return 'has an empty segment: a slash at an end, or two in a row';
  if (segments.some((segment) => segment.includes('**') && segment !== '**'))
    return 'uses ** beside other characters: between slashes it must stand alone, as in refs/heads/**';
  return undefined;
}

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*');
}

/**
 * Whether a person may take `pattern` for a regular expression or a shell's alternatives, of which it
 * would only match the characters themselves. `.*` behind a digit is not meant: `v1.*` is a glob.
 */
export function looksLikeRegExp(pattern: string): boolean {
  return /[|(){}[\]\\^$?]|\.\+|(?:^|[/_-]v?)\.\*/.test(pattern);
}

/** A segment of a pattern, split at its stars; null: `**`. */
type Wanted = readonly string[] | null;

/** Whether the whole of `text` is what `pattern` describes. A faulty pattern matches nothing. */
export function matchesGlob(pattern: string, text: string): boolean {
  if (globFault(pattern) !== undefined) return false;
  const segments = text.split('/');
  if (segments.length > MAX_SEGMENTS || segments.includes('')) return false;
  const parts = pattern.split('/');
  if (parts.filter((part) => part !== '**').length > segments.length) return false;
  const wanted = parts.map((part) => (part === '**' ? null : part.split('*')));
  if (wanted.at(-1) === null) wanted.splice(-1, 0, ANYTHING);
  return matchesSegments(wanted, segments);
}

const ANYTHING = '*'.split('*');

/** Of one segment, which has no `**`. */
export function matchesSegment(pattern: string, segment: string): boolean {
  return isOne(pattern.split('*'), segment);
}

/**
 * What stands between two stars is looked for by the engine, far faster than letter by letter: a tenant
 * may have thousands of patterns, and everybody waits while they are matched.
 */
function isOne(wanted: readonly string[], segment: string): boolean {
  const head = wanted[0] ?? '';
  if (!segment.startsWith(head)) return false;
  if (wanted.length === 1) return segment.length === head.length;
  const tail = wanted.at(-1) ?? '';
  const end = segment.length - tail.length;
  if (end < head.length || !segment.endsWith(tail)) return false;
  let at = head.length;
  for (const part of wanted.slice(1, -1)) {
    const found = segment.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * Matches segments one by one, where `**` stands for any number of them. When one fails, only the
 * latest `**` takes one more: an earlier one could not help, because everything between the two
 * matched as early as it can. That keeps the work below segments × segments for any pattern, and as the
 * text has few, below MAX_SEGMENTS for each segment of the pattern.
 */
function matchesSegments(pattern: readonly Wanted[], items: readonly string[]): boolean {
  let next = 0;
  let latestStar = -1;
  let resumeAt = 0;
  let at = 0;
  for (let item = items[at]; item !== undefined; item = items[at]) {
    const wanted = pattern[next];
    if (wanted === null) {
      latestStar = next++;
      resumeAt = at;
    } else if (wanted !== undefined && isOne(wanted, item)) {
      at++;
      next++;
    } else if (latestStar >= 0) {
      next = latestStar + 1;
      at = ++resumeAt;
    } else return false;
  }
  while (pattern[next] === null) next++;
  return next === pattern.length;
}

/**
 * GitHub compares names of owners, repositories and environments without regard to ASCII case.
 * `toLowerCase` would also turn the Kelvin sign into `k`, which GitHub takes for another name.
 */
export function foldCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function sameName(one: string, other: string): boolean {
  return foldCase(one) === foldCase(other);
}
