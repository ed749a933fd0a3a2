import { clockSkew } from '../clock.ts';
import { type OwnClaims, SHOWN_CLAIMS } from './claims.ts';
import { pageOf } from './error-codes.ts';
import { EXPLANATIONS } from './explanations.ts';
import type { Failure } from './failure.ts';

/** Everything that a person needs to know about a failure, ready to be shown. */
export interface Account {
  failure: Failure;
  title: string;
  /** Label and text, in the order of reading; the first says what was seen. */
  facts: readonly (readonly [label: string, text: string])[];
  link: string;
}

export function accountOf(failure: Failure): Account {
  const { hop, title, whose, next } = EXPLANATIONS[failure.code];
  const {
    asked = '',
    failedClaims = [],
    reference = '',
    clocks,
    claims,
    exchange,
  } = failure.details;
  const facts = [
    ['Seen', failure.message],
    ['Asked for', asked],
    ['Where', hop === 'exchange' && exchange ? `${hop} (${exchange})` : hop],
    ['Whose move', whose],
    ['Next', failure.details.next ?? next],
    ['Claims that failed', failedClaims.join(', ')],
    ['Clocks', (clocks && clockSkew({ ...clocks, github: claims?.issuedAt })) ?? ''],
    ['Error code', failure.code],
    ['Reference', reference],
  ] as const;
  return {
    failure,
    title: `Dockpass: ${title}`,
    facts: facts.filter(([, text]) => text !== ''),
    link: pageOf(failure.code),
  };
}

function claimLines({ shown }: OwnClaims, failed: readonly string[]): string[] {
  return SHOWN_CLAIMS.filter((name) => name in shown).map(
    (name) => `  ${name}: ${shown[name]}${failed.includes(name) ? ' (refused)' : ''}`,
  );
}

/** The account as plain text, for the annotation and the log. */
export function plainText({ failure, facts, link }: Account): string {
  const { paste, claims, failedClaims = [] } = failure.details;
  return [
    ...facts.map(([label, text]) => `${label}: ${text}`),
    ...(claims ? ['What this job said about itself:', ...claimLines(claims, failedClaims)] : []),
    ...(paste ? ['To paste:', paste] : []),
    `More: ${link}`,
  ].join('\n');
}
