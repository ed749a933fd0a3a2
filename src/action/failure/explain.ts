import type { Runner } from '../system/port.ts';
import { pageOf } from './error-codes.ts';
import { type Failure, failureOf } from './failure.ts';
import { failureSummary, plainText, reportOf } from './failure-report.ts';
import { html, prose } from './markup.ts';
import { messageOf } from './one-line.ts';

/** Ends the step as failed: one annotation, one summary, the outputs. Returns the exit code. */
export function explain(runner: Runner, error: unknown): number {
  const failure = failureOf(error);
  const report = reportOf(failure);
  runner.fail(report.title, plainText(report));
  runner.summarize(failureSummary(report));
  setOutputs(runner, failure);
  return 1;
}

/** Why a step that passes has no build token, in one line: `on-unavailable` was set to accept it. */
export function explainAbsence(runner: Runner, because: Failure, outcome: string): void {
  const link = pageOf(because.code);
  runner.info(`${outcome} ${because.message} More: ${link}`);
  runner.summarize(
    html`<p>${outcome} ${prose(because.message)} <a href="${link}">More</a></p>`.source,
  );
}

function setOutputs(runner: Runner, { code, details }: Failure): void {
  try {
    if (!details.handedOver) {
      runner.output('authenticated', 'false');
      runner.output('source', 'none');
    }
    runner.output('error-code', code);
    if (details.reference) runner.output('reference', details.reference);
  } catch (error) {
    // The outputs' file may be the very thing that failed; the step fails in any case.
    runner.info(`The outputs could not be set: ${messageOf(error)}`);
  }
}
