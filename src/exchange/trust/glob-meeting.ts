import { hasWildcard, matchesSegment } from './glob.ts';

/** Whether there is a text that both globs match. */
export function globsMeet(one: string, other: string): boolean {
  return sequencesMeet(segmentsOf(one), segmentsOf(other), (item) => item === '**', segmentsMeet);
}

/** At the end, `**` needs a segment. */
function segmentsOf(glob: string): string[] {
  const segments = glob.split('/');
  return segments.at(-1) === '**' ? [...segments.slice(0, -1), '*', '**'] : segments;
}

function segmentsMeet(one: string, other: string): boolean {
  if (!hasWildcard(one)) return matchesSegment(other, one);
  if (!hasWildcard(other)) return matchesSegment(one, other);
  return sequencesMeet([...one], [...other], (char) => char === '*', Object.is);
}

/**
 * The same of two sequences in which a wildcard stands for any number of items. `row[at]`: whether what was
 * looked at of `one` and the first `at` items of `other` meet. Takes length × length steps.
 */
function sequencesMeet(
  one: readonly string[],
  other: readonly string[],
  isWild: (item: string) => boolean,
  meet: (one: string, other: string) => boolean,
): boolean {
  let row = [true];
  for (const [at, item] of other.entries()) row.push(row[at] === true && isWild(item));
  for (const item of one) {
    const next = [row[0] === true && isWild(item)];
    for (const [at, wanted] of other.entries())
      next.push(
        isWild(item) || isWild(wanted)
          ? row[at + 1] === true || next[at] === true
          : row[at] === true && meet(item, wanted),
      );
    if (!next.includes(true)) return false;
    row = next;
  }
  return row.at(-1) === true;
}
