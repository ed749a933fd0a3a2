import { handOver, safeguard } from './deliver.ts';
import { findIdTokenSource } from './id-token.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { exchangeIdToken } from './obtain.ts';
import { type Pass, passOf, passWithoutIdToken } from './pass.ts';
import type { Runner } from './runner.ts';

/** The story of main: a job shows its claims and gets a build token. Returns the exit code. */
export async function acquire(runner: Runner): Promise<number> {
  try {
    const inputs = readInputs(runner);
    const pass = await obtainPass(runner, inputs);
    safeguard(runner, inputs, pass);
    if (runner.cancelled.aborted) return await abandon(runner, inputs, pass);
    handOver(runner, inputs, pass);
    await report(runner, pass);
    return runner.cancelled.aborted ? await abandon(runner, inputs, pass) : 0;
  } catch (error) {
    if (runner.cancelled.aborted) return stop(runner);
    const { explain } = await import('./explain.ts');
    return explain(runner, error);
  }
}

async function obtainPass(runner: Runner, inputs: Inputs): Promise<Pass> {
  const source = findIdTokenSource(runner);
  if (source) return passOf(await exchangeIdToken(runner, inputs, source), runner.now());
  const { whyUnavailable } = await import('./unavailable.ts');
  return passWithoutIdToken(inputs, whyUnavailable(runner));
}

async function report(runner: Runner, pass: Pass): Promise<void> {
  const { successLine, successSummary } = await import('./summary.ts');
  runner.info(successLine(pass));
  await runner.summarize(successSummary(pass));
}

/** A job that is being cancelled does not keep the token that it just got. */
async function abandon(runner: Runner, inputs: Inputs, pass: Pass): Promise<number> {
  if (!inputs.revoke || !pass.revocable || !pass.token) return stop(runner);
  const { revokeToken } = await import('./revoke.ts');
  await revokeToken(runner, { url: inputs.exchangeUrl, token: pass.token });
  return stop(runner);
}

function stop(runner: Runner): number {
  runner.info(`Cancelled (${runner.cancelled.reason}).`);
  return 1;
}
