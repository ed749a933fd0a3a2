import { type OwnClaims, SHOWN_CLAIMS } from './claims.ts';
import { type ErrorCode, pageOf } from './error-codes.ts';
import { type Explanation, OWN_EXPLANATIONS, TRUST_AUTHORITY } from './explanations.ts';
import type { Clocks, Failure } from './failure.ts';
import { html, type Markup, prose } from './markup.ts';
import { REASON_EXPLANATIONS } from './reason-explanations.ts';

/** Everything that a person needs to know about a failure, ready to be shown. */
export interface FailureReport {
  failure: Failure;
  title: string;
  /** Label and text, in the order of reading; the first says what was seen. */
  facts: readonly (readonly [label: string, text: string])[];
  link: string;
  /** Where administrators open what the exchange has recorded of it; empty if it has told no reference. */
  event: string;
}

/** What people are told beside what was seen. */
const EXPLANATIONS: Readonly<Record<ErrorCode, Explanation>> = {
  ...OWN_EXPLANATIONS,
  ...REASON_EXPLANATIONS,
};

export function reportOf(failure: Failure): FailureReport {
  const { component, title, owner, next } = EXPLANATIONS[failure.code];
  const {
    asked = '',
    failedClaims = [],
    reference = '',
    clocks,
    claims,
    exchange,
    untrusted,
  } = failure.details;
  const event = exchange && reference ? `${exchange}/events/${reference}` : '';
  const facts = [
    ['Seen', failure.message],
    ['Asked for', asked],
    ['Where', component === 'exchange' && exchange ? `${component} (${exchange})` : component],
    ['Whose move', owner],
    ['Next', failure.details.next ?? (untrusted ? TRUST_AUTHORITY : next)],
    ['Claims that failed', failedClaims.join(', ')],
    ['Clocks', (clocks && clockSkew({ ...clocks, github: claims?.issuedAt })) ?? ''],
    ['Error code', failure.code],
    ['Reference', reference],
    ['For an administrator to open', event],
  ] as const;
  return {
    failure,
    title: `Dockpass: ${title}`,
    facts: facts.filter(([, text]) => text !== ''),
    link: pageOf(failure.code),
    event,
  };
}

/** Milliseconds. Below that it is the network, the resolution of `Date` or the exchange's leeway. */
const TOLERANCE = 60_000;

/** Whose clock is wrong, as one sentence; undefined if none is. */
export function clockSkew({ exchange, runner, github }: Clocks): string | undefined {
  const [reference, owner] = github === undefined ? [runner, 'this runner'] : [github, 'GitHub'];
  const skew = exchange - reference;
  if (Math.abs(skew) < TOLERANCE) return undefined;
  return `The clock of the exchange is ${amount(skew)} ${skew > 0 ? 'ahead of' : 'behind'} that of ${owner}.`;
}

function amount(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** The report as plain text, for the annotation and the log. */
export function plainText({ failure, facts, link }: FailureReport): string {
  const { paste, claims, failedClaims = [] } = failure.details;
  return [
    ...facts.map(([label, text]) => `${label}: ${text}`),
    ...(claims ? ['What this job said about itself:', ...claimLines(claims, failedClaims)] : []),
    ...(paste ? ['To paste:', paste] : []),
    `More: ${link}`,
  ].join('\n');
}

function claimLines({ shown }: OwnClaims, failed: readonly string[]): string[] {
  return SHOWN_CLAIMS.filter((name) => name in shown).map(
    (name) => `  ${name}: ${shown[name]}${failed.includes(name) ? ' (refused)' : ''}`,
  );
}

/** The report for the job summary, with YAML to paste and the job's own claims. */
export function failureSummary({ failure, title, facts, link, event }: FailureReport): string {
  const { paste, claims, failedClaims = [] } = failure.details;
  return [
    html`<h3>${title}</h3>`.source,
    table(
      facts.filter(([, text]) => text !== event).map(([label, text]) => row(label, prose(text))),
    ).source,
    paste && `\`\`\`yaml\n${paste}\n\`\`\``,
    claims && claimsTable(claims, failedClaims).source,
    claims && notes(claims),
    event && html`<p><a href="${event}">Ask an administrator to open this refusal</a></p>`.source,
    html`<p><a href="${link}">What this means and what to do</a></p>`.source,
  ]
    .filter((block) => block)
    .join('\n\n');
}

function table(rows: readonly Markup[]): Markup {
  return html`<table>\n${rows}</table>`;
}

function row(label: string, value: Markup): Markup {
  return html`<tr><th align="left">${label}</th><td>${value}</td></tr>\n`;
}

function claimsTable({ shown }: OwnClaims, failed: readonly string[]): Markup {
  const rows = SHOWN_CLAIMS.flatMap((name) => {
    const value = shown[name];
    if (value === undefined && !failed.includes(name)) return [];
    const verdict = failed.includes(name) ? '❌ ' : '';
    return [
      row(`${verdict}${name}`, value === undefined ? html`(absent)` : html`<code>${value}</code>`),
    ];
  });
  return html`<p>What this job said about itself${failed.length > 0 ? '; ❌ marks what was refused' : ''}:</p>
${table(rows)}`;
}

/** Two shapes that have misled people who wrote their conditions on `sub`; empty for any other job. */
function notes({ shown }: OwnClaims): string {
  const immutable = /^repo:[^/]+@[0-9]+\/[^:]+@[0-9]+:/.test(shown.sub ?? '');
  const { workflow_ref: caller, job_workflow_ref: called } = shown;
  const items = [
    ...(immutable ? [IMMUTABLE] : []),
    ...(called && caller && called !== caller ? [reusable(called, caller)] : []),
  ];
  return items.length > 0 ? html`<ul>\n${items}</ul>`.source : '';
}

const IMMUTABLE = html`<li><code>sub</code> has GitHub's immutable form, with the numeric ids of owner and repository. That is no reason for a refusal: Dockpass never reads <code>sub</code> apart, it matches the claims themselves.</li>
`;

function reusable(called: string, caller: string): Markup {
  return html`<li>The job belongs to the reusable workflow <code>${called}</code>, called by <code>${caller}</code>. Conditions on <code>workflows</code> look at the caller, conditions on <code>reusable_workflows</code> at the called one.</li>
`;
}
