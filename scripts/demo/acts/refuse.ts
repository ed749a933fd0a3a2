import type { Stage } from '../../../__tests__/support/stage.ts';
import { BOX_WIDTH, type Page } from '../page.ts';
import { mainLog } from '../show/log.ts';
import { renderSummary } from '../show/summary.ts';

const BRANCH = 'refs/heads/try-it';
const WORKFLOW = `acme/web/.github/workflows/release.yml@${BRANCH}`;

export async function refuseOtherBranch(page: Page, stage: Stage): Promise<void> {
  const inputs = { 'exchange-url': stage.exchange.url, project: 'acme/web' };
  stage.issuer.claims = { ref: BRANCH, workflow_ref: WORKFLOW, job_workflow_ref: WORKFLOW };
  const job = await stage.openJob({ GITHUB_REF: BRANCH, GITHUB_WORKFLOW_REF: WORKFLOW });
  const main = await job.run({ with: inputs });
  if (main.outputs['error-code'] !== 'condition_failed')
    throw new Error(`the job should have been refused:\n${main.log}`);

  page.say('The job hears what to do next, but not what the rules expect:');
  page.box(mainLog(page.style, main, {}));
  page.label('Job summary, in part');
  page.box(claimsInPart(renderSummary(main.summary, page.style, BOX_WIDTH)));
  await showAuditEvent(page, stage, main.outputs.reference ?? '');
}

/** What stands before repeats the log; the claims that hold are many. */
function claimsInPart(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => line.startsWith('What this job said'));
  return [...lines.slice(start, start + 5), '…'];
}

async function showAuditEvent(page: Page, { exchange }: Stage, reference: string): Promise<void> {
  const { exitCode, stdout, stderr } = await exchange.dockpass('audit', 'show', reference);
  if (exitCode !== 0) throw new Error(`dockpass audit show failed:\n${stderr}`);
  page.label('$ dockpass audit show REFERENCE, in part: both sides of it');
  page.box(evaluationsInPart(stdout.split('\n')));
}

/** Claim by claim what was presented and expected; the rest is what the job has told of itself. */
function evaluationsInPart(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => line.endsWith(': does not match'));
  return lines.slice(start, lines.indexOf('', start));
}
