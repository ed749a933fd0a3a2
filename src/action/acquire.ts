import type { ReadyBuilder } from './builder/make-ready.ts';
import { handOver, reportGrant, type StepResult, safeguard, stateFor } from './deliver.ts';
import { type Deadline, deadlineIn } from './exchange/attempts.ts';
import { exchangeIdToken } from './exchange/exchange.ts';
import { findIdTokenSource } from './exchange/id-token.ts';
import type { IssuedToken } from './exchange/issued-token.ts';
import { Failure, failureOf } from './failure/failure.ts';
import { type Inputs, readInputs } from './inputs.ts';
import type { State } from './state.ts';
import { nodeFault } from './system/node-version.ts';
import type { Runner } from './system/port.ts';

/** The story of main: a job shows its claims and gets a build token. Returns the exit code. */
export async function acquire(runner: Runner): Promise<number> {
  try {
    requireNode(runner);
    const inputs = readInputs(runner);
    const deadline = deadlineIn(runner, inputs.timeout);
    const result = await obtain(runner, inputs, deadline);
    await secure(runner, inputs, result);
    if (runner.cancelled.aborted) return await revokeUnused(runner, inputs, result);
    handOver(runner, inputs, result);
    const builder = await makeReady(runner, inputs, result, deadline);
    if (runner.cancelled.aborted)
      return inputs.revoke
        ? await revokeUnused(runner, inputs, result)
        : reportCancellation(runner);
    if (result.because) await reportAbsence(runner, result.because, result.source);
    else reportGrant(runner, result, builder);
    return 0;
  } catch (error) {
    if (runner.cancelled.aborted) return reportCancellation(runner, LOST);
    const { explain } = await import(/* webpackChunkName: "failure" */ './failure/explain.ts');
    return explain(runner, error);
  }
}

/** First of all: an older Node fails somewhere below, and blames whatever is there. */
function requireNode({ process }: Pick<Runner, 'process'>): void {
  const fault = nodeFault(process.version);
  if (fault) throw new Failure('node_too_old', fault);
}

async function obtain(runner: Runner, inputs: Inputs, deadline: Deadline): Promise<StepResult> {
  const source = findIdTokenSource(runner);
  if (source)
    return resultOf(await exchangeIdToken(runner, inputs, source, deadline), runner.now());
  const { whyUnavailable } = await import(
    /* webpackChunkName: "failure" */ './exchange/unavailable.ts'
  );
  return resultWithoutIdToken(inputs, whyUnavailable(runner));
}

function resultOf(issued: IssuedToken, now: number): StepResult {
  const { expiresIn } = issued;
  const expiresAt = expiresIn === undefined ? undefined : new Date(now + expiresIn * 1000);
  return { source: 'oidc', ...issued, expiresAt };
}

/** What `on-unavailable` says for a job that cannot have an ID token; never after a refusal. */
function resultWithoutIdToken(inputs: Inputs, because: Failure): StepResult {
  switch (inputs.onUnavailable) {
    case 'fail':
      throw because;
    case 'skip':
      return { ...NOTHING, source: 'none', token: undefined, because };
    case 'fallback':
      if (!inputs.fallbackToken) throw fallbackMissing(because);
      return { ...NOTHING, source: 'fallback', token: inputs.fallbackToken, because };
  }
}

const NOTHING = {
  expiresIn: undefined,
  expiresAt: undefined,
  projects: [],
  permissions: [],
  grants: [],
  reference: undefined,
  revocable: false,
};

function fallbackMissing(because: Failure): Failure {
  return new Failure(
    'fallback_token_missing',
    `${because.message} \`on-unavailable: fallback\` is set, but \`fallback-token\` is empty.`,
    because.details,
  );
}

/** A token that post could never learn of is worth nothing to the job, and revoked on the spot. */
async function secure(runner: Runner, inputs: Inputs, result: StepResult): Promise<void> {
  try {
    safeguard(runner, inputs, result);
  } catch (error) {
    await revokeUnused(runner, inputs, result);
    throw error;
  }
}

/**
 * Makes Docker and the builder ready, as far as the inputs say so. The later steps have the token
 * already, and keep it if this fails. Returns the builder, if there is one.
 */
async function makeReady(
  runner: Runner,
  inputs: Inputs,
  result: StepResult,
  deadline: Deadline,
): Promise<ReadyBuilder | undefined> {
  try {
    const state = await readyDocker(runner, inputs, result);
    return await readyBuilder(runner, inputs, result, state, deadline);
  } catch (error) {
    if (runner.cancelled.aborted) return undefined;
    throw failureOf(error).with({ handedOver: true });
  }
}

/** Docker and the builder each save their part of the state, too: what is saved last counts. */
async function readyDocker(runner: Runner, inputs: Inputs, result: StepResult): Promise<State> {
  const state = stateFor(inputs, result);
  if (inputs.registries.length === 0) return state;
  const { makeDockerReady } = await import(
    /* webpackChunkName: "docker" */ './docker/make-ready.ts'
  );
  // A token that no exchange issued has no successor.
  const terms = result.source === 'oidc' ? inputs : undefined;
  const login = { registries: inputs.registries, token: result.token, endsAt: result.expiresAt };
  const docker = await makeDockerReady(runner, { ...login, terms }, (docker) =>
    runner.saveState(JSON.stringify({ ...state, docker })),
  );
  return docker ? { ...state, docker } : state;
}

async function readyBuilder(
  runner: Runner,
  inputs: Inputs,
  result: StepResult,
  state: State,
  deadline: Deadline,
): Promise<ReadyBuilder | undefined> {
  const { builder: project, exchangeUrl, audience } = inputs;
  if (!project) return undefined;
  const { makeBuilderReady } = await import(
    /* webpackChunkName: "builder" */ './builder/make-ready.ts'
  );
  const token = result.source === 'oidc' ? result.token : undefined;
  return makeBuilderReady(runner, { project, exchangeUrl, audience, token }, deadline, (builder) =>
    runner.saveState(JSON.stringify({ ...state, builder })),
  );
}

async function reportAbsence(
  runner: Runner,
  because: Failure,
  source: StepResult['source'],
): Promise<void> {
  const { explainAbsence } = await import(/* webpackChunkName: "failure" */ './failure/explain.ts');
  const instead = source === 'fallback' ? 'using the fallback token' : 'skipped';
  explainAbsence(runner, because, `Dockpass: ${instead}, as configured.`);
}

/** What was issued to a job that cannot use it must not outlive it. */
async function revokeUnused(runner: Runner, inputs: Inputs, result: StepResult): Promise<number> {
  if (result.revocable && result.token) {
    const { revokeToken } = await import(
      /* webpackChunkName: "failure" */ './exchange/revoke-token.ts'
    );
    await revokeToken(runner, { url: inputs.exchangeUrl, token: result.token });
  }
  return runner.cancelled.aborted ? reportCancellation(runner) : 1;
}

const LOST =
  ' If the exchange has issued a token in an answer that never came, it ends with its lifetime.';

function reportCancellation(runner: Runner, rest = ''): number {
  runner.info(`Dockpass: cancelled (${runner.cancelled.reason}).${rest}`);
  return 1;
}
