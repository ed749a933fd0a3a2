import type { z } from 'zod';
import type { evaluation } from '../exchange/flows/admin/evaluation.ts';
import { quoteIfNeeded } from '../exchange/identity/quote.ts';
import { styled, type Text } from './output/text.ts';

export type ShownEvaluation = z.output<typeof evaluation>;

type Check = ShownEvaluation['checks'][number];

/** How a job fares under one relationship, claim by claim; `name` says which that is. */
export function describeEvaluation(evaluation: ShownEvaluation, name: string): Text[] {
  const { checks, mode, expired, pins_missing: pinsMissing } = evaluation;
  const matches = checks.every(({ ok }) => ok) && !expired && !pinsMissing;
  const notes = [
    ...(mode === 'audit' ? ['in audit mode, so that it grants nothing'] : []),
    ...(expired ? ['expired'] : []),
    ...(pinsMissing ? ['without the ids that are required'] : []),
  ];
  const verdict = [matches ? 'matches' : 'does not match', ...notes].join('; ');
  const width = Math.max(MIN_CLAIM_WIDTH, ...checks.map(({ claim }) => claim.length));
  return [
    '',
    [styled('bold', name), ': ', styled(matches ? 'green' : 'red', verdict)],
    ...checks.map((check) => describeCheck(check, width)),
  ];
}

const MIN_CLAIM_WIDTH = 20;

function describeCheck(check: Check, width: number): Text {
  const { claim, presented, expected, ok } = check;
  const shown = presented === null ? '(absent)' : quoteIfNeeded(presented);
  const pinning = ok && expected === null ? ' (not pinned yet)' : '';
  return [
    '  ',
    ok ? styled('green', 'ok    ') : styled('red', 'FAILED'),
    `  ${claim.padEnd(width)} ${shown}${pinning}`,
    ok ? '' : styled('yellow', `; expected ${describeExpected(check)}`),
  ];
}

/** An event has no more than the first of many. */
function describeExpected({ expected, expected_count }: Check): string {
  if (expected === null) return 'one, to be pinned';
  const more = (expected_count ?? expected.length) - expected.length;
  return [...expected, ...(more > 0 ? [`one of ${more} more`] : [])].join(' or ');
}
