import type { ProjectPath } from '../../protocol/projects.ts';
import { type ClaimCheck, closestFirst, type Evaluation } from './match.ts';

/** Of all evaluations of one event; of those that are kept, only the first may be longer. */
const MAX_BYTES = 6 * 1024;

/** Of what one claim was expected to be; the events that need no naming fit in. */
const MAX_EXPECTED = 10;
const MAX_EXPECTED_LENGTH = 256;

/** Characters of one text. */
const MAX_LENGTH = 200;

/** How many evaluations of a project are left out. */
export interface Omitted {
  project: ProjectPath;
  count: number;
}

export interface KeptEvaluations {
  evaluations: Evaluation[];
  omitted: Omitted[];
}

/**
 * What an audit event keeps: the relationships that were closest to a grant, each with the beginning of what
 * it expects. All of it would be as much as administrators have written, for each job that is refused; it is
 * still to be had under the id and the revision of the relationship.
 */
export function keptEvaluations(all: readonly Evaluation[]): KeptEvaluations {
  const closest = closestFirst(all, (evaluation) => evaluation);
  const evaluations: Evaluation[] = [];
  let bytes = 0;
  for (const evaluation of closest) {
    const shortened = shorten(evaluation);
    bytes += Buffer.byteLength(JSON.stringify(shortened));
    if (bytes > MAX_BYTES && evaluations.length > 0) break;
    evaluations.push(shortened);
  }
  const left = Map.groupBy(closest.slice(evaluations.length), ({ project }) => project);
  return {
    evaluations,
    omitted: [...left].map(([project, { length: count }]) => ({ project, count })),
  };
}

function shorten(evaluation: Evaluation): Evaluation {
  return {
    ...evaluation,
    identity: evaluation.identity.map(shortenCheck),
    conditions: evaluation.conditions.map(shortenCheck),
  };
}

function shortenCheck({ presented, expected, ...check }: ClaimCheck): ClaimCheck {
  const some = expected && firstOf(expected);
  return {
    ...check,
    presented: presented && cut(presented),
    expected: some,
    ...(expected && some && some.length < expected.length && { expectedCount: expected.length }),
  };
}

/** One at least. */
function firstOf(expected: readonly string[]): string[] {
  const some: string[] = [];
  let length = 0;
  for (const text of expected.slice(0, MAX_EXPECTED).map(cut)) {
    length += text.length;
    if (length > MAX_EXPECTED_LENGTH && some.length > 0) break;
    some.push(text);
  }
  return some;
}

function cut(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1).toWellFormed()}…` : text;
}
