import type { z } from 'zod';
import type { evaluation } from '../../../flows/admin/evaluation.ts';
import { type Content, type Html, html, NOTHING, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import { badge } from '../../html/parts.ts';

/** How a job fared under one trust relationship. */
export type ShownEvaluation = z.output<typeof evaluation>;

type Check = ShownEvaluation['checks'][number];

/** What claims are called where people meet them. */
const CLAIMS: Readonly<Record<string, string>> = {
  repository: 'Repository',
  repository_id: 'Repository id',
  repository_owner_id: 'Owner id',
  ref: 'Branch or tag',
  base_ref: 'Base branch',
  environment: 'Environment',
  event_name: 'Event',
  workflow_ref: 'Workflow',
  job_workflow_ref: 'Reusable workflow',
};

export function claimLabel(claim: string): Html {
  const label = CLAIMS[claim];
  return label === undefined
    ? html`<code>${claim}</code>`
    : html`${label} <code class="claim">${claim}</code>`;
}

/** What is known of a relationship beside how the job fared under it. */
export interface Known {
  /** Whom it admits, as it is now; null: it was deleted. */
  sentence: Html | null;
  /** Of its page; null: there is none to lead to. */
  href: string | null;
}

/** The closest to a grant first and open; what would come after is behind a click. */
export function evaluationList(
  evaluations: readonly ShownEvaluation[],
  knownOf: (evaluation: ShownEvaluation) => Known | undefined,
): Content {
  return evaluations.map(
    (evaluation, index) =>
      html`<details class="evaluation"${index === 0 && html` open`}><summary>${summaryOf(evaluation, knownOf(evaluation))}</summary>${notes(evaluation)}${checksTable(evaluation.checks)}${linkTo(knownOf(evaluation))}</details>`,
  );
}

function summaryOf(evaluation: ShownEvaluation, known: Known | undefined): Html {
  const { trust_relationship: id, project, mode, checks } = evaluation;
  const failed = checks.filter(({ ok }) => !ok).length;
  return html`<span class="evaluation-title"><strong>${known?.sentence ?? html`Trust relationship <code>${id}</code> of ${written(project)}`}</strong>
<span class="evaluation-facts">${
    failed > 0
      ? badge(failed === 1 ? '1 claim failed' : `${failed} claims failed`, 'bad')
      : badge('all claims match', 'good')
  }${mode === 'audit' && badge('audit mode', 'warning')}${evaluation.expired && badge('expired', 'bad')}${
    known?.sentence === null && badge('deleted since')
  }</span></span>`;
}

/** Below, because a summary is a button itself. */
function linkTo(known: Known | undefined): Content {
  if (!known?.href) return NOTHING;
  return html`<p class="evaluation-link"><a href="${known.href}">Open trust relationship</a></p>`;
}

/** What keeps it from granting beside claims. */
function notes({ mode, expired, pins_missing: pinsMissing }: ShownEvaluation): Content {
  const all = [
    expired && 'It has expired, so it admits no job.',
    mode === 'audit' && 'It is only tried out (audit mode), and grants nothing.',
    pinsMissing && 'It names no repository ids, which this installation requires.',
  ].filter((note) => note !== false);
  return all.length === 0
    ? NOTHING
    : html`<ul class="notes">${all.map((note) => html`<li>${icon('circle-x')} ${note}</li>`)}</ul>`;
}

/** What failed first. */
function checksTable(checks: readonly Check[]): Html {
  const sorted = [...checks.filter(({ ok }) => !ok), ...checks.filter(({ ok }) => ok)];
  return html`<div class="table checks" role="region" aria-label="Claims" tabindex="0"><table><caption class="hidden">Claims, those that failed first</caption>
<thead><tr><th scope="col">Result</th><th scope="col">Claim</th><th scope="col">This job</th><th scope="col">Expected</th></tr></thead>
<tbody>${sorted.map(
    (check) =>
      html`<tr class="${check.ok ? 'passed' : 'failed'}"><td>${verdict(check.ok)}</td><th scope="row">${claimLabel(check.claim)}</th><td data-label="This job">${presented(check)}</td><td data-label="Expected">${expected(check)}</td></tr>`,
  )}</tbody></table></div>`;
}

function verdict(ok: boolean): Html {
  return ok
    ? html`<span class="verdict good">${icon('check')} Matches</span>`
    : html`<span class="verdict bad">${icon('x')} Fails</span>`;
}

function presented({ presented }: Check): Html {
  if (presented === null) return html`<span class="muted">not in its ID token</span>`;
  return presented === ''
    ? html`<span class="muted">empty</span>`
    : html`<code>${written(presented)}</code>`;
}

function expected({ expected, expected_count: count }: Check): Content {
  if (expected === null) return html`<span class="muted">anything</span>`;
  const more = (count ?? expected.length) - expected.length;
  return html`<ul class="any-of">${expected.map((one) => html`<li><code>${written(one)}</code></li>`)}${more > 0 && html`<li class="muted">and ${more} more</li>`}</ul>`;
}
