import { quoteIfNeeded } from '../exchange/identity/quote.ts';
import { type ClaimCheck, type Evaluation, isMatch } from '../exchange/trust/match.ts';

/** How a job fares under one relationship, claim by claim; `name` says which that is. */
export function describeEvaluation(evaluation: Evaluation, name: string): string[] {
  const checks = [...evaluation.identity, ...evaluation.conditions];
  const notes = [
    ...(evaluation.mode === 'audit' ? ['in audit mode, so that it grants nothing'] : []),
    ...(evaluation.expired ? ['expired'] : []),
    ...(evaluation.pinsMissing ? ['without the ids that are required'] : []),
  ];
  const verdict = isMatch(evaluation) ? 'matches' : 'does not match';
  return ['', `${name}: ${[verdict, ...notes].join('; ')}`, ...checks.map(describeCheck)];
}

function describeCheck(check: ClaimCheck): string {
  const { claim, presented, expected, ok } = check;
  const shown = presented === null ? '(absent)' : quoteIfNeeded(presented);
  const wanted = ok ? '' : `; expected ${describeExpected(check)}`;
  const pinning = ok && expected === null ? ' (not pinned yet)' : '';
  return `  ${ok ? 'ok    ' : 'FAILED'}  ${claim.padEnd(20)} ${shown}${pinning}${wanted}`;
}

/** An event has no more than the first of many. */
function describeExpected({ expected, expectedCount }: ClaimCheck): string {
  if (expected === null) return 'one, to be pinned';
  const more = (expectedCount ?? expected.length) - expected.length;
  return [...expected, ...(more > 0 ? [`one of ${more} more`] : [])].join(' or ');
}
