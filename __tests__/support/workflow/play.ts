import type { Environment } from '../runner/environment.ts';
import { type Job, type PhaseResult, startJob } from '../runner.ts';
import { evaluateText, type WorkflowContexts } from './expressions.ts';
import { type Inputs, isOurs, type WorkflowJob, type WorkflowStep } from './workflow.ts';

export interface Surroundings {
  /** Where the exchange of this test is; examples have an address of their own. */
  exchangeUrl: string;
  /** Variables for asking for ID tokens; a job without `id-token: write` never sees them. */
  idTokens: Environment;
  contexts?: WorkflowContexts;
  /** `job.workflow_ref` of a job in a reusable workflow. */
  workflowRef?: string;
}

interface PlayedStep {
  uses: string;
  /** What the step is given, expressions worked out. */
  with: Record<string, string>;
  /** Of our steps, which really run. */
  result?: PhaseResult;
}

export interface Played {
  job: Job;
  /** The last step that uses this action of others. */
  given(action: string): Record<string, string>;
  /** The only step of ours. */
  ours: PhaseResult;
}

/** Runs our steps of a workflow's job, and works out what the other actions would be given. */
export async function playJob(workflowJob: WorkflowJob, around: Surroundings): Promise<Played> {
  const { contexts = {}, exchangeUrl, idTokens, workflowRef } = around;
  const mayAsk = workflowJob.permissions?.['id-token'] === 'write';
  const job = await startJob({
    env: mayAsk ? idTokens : {},
    ...(workflowRef && { contexts: { 'job.workflow_ref': workflowRef } }),
  });
  job.exported.DOCKER_CONFIG = `${job.temp}/../docker`;
  try {
    const steps = await playSteps(workflowJob.steps ?? [], job, exchangeUrl, contexts);
    return { job, given: (action) => givenTo(steps, action), ours: onlyResult(steps) };
  } catch (error) {
    await job.close();
    throw error;
  }
}

async function playSteps(
  steps: readonly WorkflowStep[],
  job: Job,
  exchangeUrl: string,
  contexts: WorkflowContexts,
): Promise<PlayedStep[]> {
  const outputs: Record<string, { outputs: Record<string, string> }> = {};
  const played: PlayedStep[] = [];
  for (const { id = '', uses = '', ...step } of steps) {
    const given = evaluateInputs(step.with, { secrets: {}, ...contexts, steps: outputs });
    if (!isOurs({ uses })) {
      played.push({ uses, with: given });
      continue;
    }
    const result = await job.run({ with: { ...given, 'exchange-url': exchangeUrl } });
    outputs[id] = { outputs: result.outputs };
    played.push({ uses, with: given, result });
  }
  return played;
}

/** What a step is given, expressions worked out. */
export function evaluateInputs(
  inputs: Inputs = {},
  contexts: WorkflowContexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, evaluateText(String(value), contexts)]),
  );
}

function givenTo(steps: readonly PlayedStep[], action: string): Record<string, string> {
  const step = steps.findLast(({ uses }) => uses.startsWith(`${action}@`));
  if (!step) throw new Error(`No step uses ${action}.`);
  return step.with;
}

function onlyResult(steps: readonly PlayedStep[]): PhaseResult {
  const [result, ...more] = steps.flatMap((step) => step.result ?? []);
  if (!result || more.length > 0) throw new Error('Not exactly one step is ours.');
  return result;
}
