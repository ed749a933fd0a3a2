import type { Account } from './account.ts';
import { type OwnClaims, SHOWN_CLAIMS } from './claims.ts';
import { html, type Markup, prose } from './markup.ts';

/** What the job summary says about a failure: the account, YAML to paste, the job's own claims. */
export function failureSummary({ failure, title, facts, link }: Account): string {
  const { paste, claims, failedClaims = [] } = failure.details;
  return [
    html`<h3>${title}</h3>`.source,
    table(facts.map(([label, text]) => row(label, prose(text)))).source,
    paste && `\`\`\`yaml\n${paste}\n\`\`\``,
    claims && claimsTable(claims, failedClaims).source,
    claims && notes(claims),
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

/** Two shapes that have misled people who read their rules off `sub`; empty for any other job. */
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
