import type { ReadyBuilder } from './builder/make-ready.ts';
import { handOver, safeguard } from './deliver.ts';
import { type Deadline, deadlineIn } from './exchange/attempts.ts';
import { findIdTokenSource } from './exchange/id-token.ts';
import { exchangeIdToken } from './exchange/obtain.ts';
import { Failure } from './failure/failure.ts';
import { builderLine, builderSummary, successLine, successSummary } from './failure/summary.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { type Pass, passOf, passWithoutIdToken } from './pass.ts';
import { makeReady } from './ready.ts';
import type { Runner } from './runner.ts';
import { nodeFault } from './system/node-version.ts';

/** The story of main: a job shows its claims and gets a build token. Returns the exit code. */
export async function acquire(runner: Runner): Promise<number> {
  try {
    requireNode(runner);
    const inputs = readInputs(runner);
    const deadline = deadlineIn(runner, inputs.timeout);
    const pass = await obtainPass(runner, inputs, deadline);
    await secure(runner, inputs, pass);
    if (runner.cancelled.aborted) return await giveBack(runner, inputs, pass);
    handOver(runner, inputs, pass);
    const builder = await makeReady(runner, inputs, pass, deadline);
    if (runner.cancelled.aborted)
      return inputs.revoke ? await giveBack(runner, inputs, pass) : stopped(runner);
    await report(runner, pass, builder);
    return 0;
  } catch (error) {
    if (runner.cancelled.aborted) return stopped(runner, LOST);
    const { explain } = await import(/* webpackChunkName: "failure" */ './failure/explain.ts');
    return explain(runner, error);
  }
}

/** First of all: an older Node fails somewhere below, and blames whatever is there. */
function requireNode({ process }: Pick<Runner, 'process'>): void {
  const fault = nodeFault(process.version);
  if (fault) throw new Failure('node_too_old', fault);
}

async function obtainPass(runner: Runner, inputs: Inputs, deadline: Deadline): Promise<Pass> {
  const source = findIdTokenSource(runner);
  if (source) return passOf(await exchangeIdToken(runner, inputs, source, deadline), runner.now());
  const { whyUnavailable } = await import(
    /* webpackChunkName: "failure" */ './exchange/unavailable.ts'
  );
  return passWithoutIdToken(inputs, whyUnavailable(runner));
}

/** A token that post could never learn of is worth nothing to the job, and revoked on the spot. */
async function secure(runner: Runner, inputs: Inputs, pass: Pass): Promise<void> {
  try {
    safeguard(runner, inputs, pass);
  } catch (error) {
    await giveBack(runner, inputs, pass);
    throw error;
  }
}

async function report(runner: Runner, pass: Pass, builder?: ReadyBuilder): Promise<void> {
  if (!pass.because) {
    runner.info(successLine(pass));
    runner.summarize(successSummary(pass));
    if (builder) {
      runner.info(builderLine(builder));
      runner.summarize(builderSummary(builder));
    }
    return;
  }
  const { explainAbsence } = await import(/* webpackChunkName: "failure" */ './failure/explain.ts');
  const instead = pass.source === 'fallback' ? 'using the fallback token' : 'skipped';
  explainAbsence(runner, pass.because, `Dockpass: ${instead}, as configured.`);
}

/** What was issued to a job that cannot use it must not outlive it. */
async function giveBack(runner: Runner, inputs: Inputs, pass: Pass): Promise<number> {
  if (pass.revocable && pass.token) {
    const { revokeToken } = await import(
      /* webpackChunkName: "failure" */ './exchange/revoke-token.ts'
    );
    await revokeToken(runner, { url: inputs.exchangeUrl, token: pass.token });
  }
  return runner.cancelled.aborted ? stopped(runner) : 1;
}

const LOST =
  ' If the exchange has issued a token in an answer that never came, it ends with its lifetime.';

function stopped(runner: Runner, rest = ''): number {
  runner.info(`Dockpass: cancelled (${runner.cancelled.reason}).${rest}`);
  return 1;
}
