/**
 * Runs an action of this repository as the GitHub runner would: action.yml read, its entries run by
 * Node as child processes with inputs, file commands, state and masks, posts in reverse order.
 *
 * Why not github-action-ts-run-api: it has no signals, no order between masks and log lines, no
 * titles of annotations, no job summary, and knows single phases but no job that carries
 * environment, masks and state across several steps.
 */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import {
  type ActionMetadata,
  type Contexts,
  inputVariables,
  readActionMetadata,
} from './runner/action-metadata.ts';
import {
  type Environment,
  GITHUB_ENVIRONMENT,
  inheritedEnvironment,
  layered,
  stateVariables,
} from './runner/environment.ts';
import type { FileCommand } from './runner/file-commands.ts';
import { type PhaseResult, type RunningPhase, startPhase } from './runner/phase.ts';

export type { PhaseResult, RunningPhase } from './runner/phase.ts';

/** Folder of the action.yml that is run unless a step says otherwise. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

export interface Step {
  /** Folder with an action.yml. */
  uses?: string;
  with?: Record<string, string>;
  env?: Environment;
  /** File commands that cannot be written in main. */
  unwritable?: FileCommand[];
  /** Path of another Node for main. */
  node?: string;
}

interface JobOptions {
  /** Variables beside, or instead of, those that the runner sets. */
  env?: Environment;
  /** The webhook payload, as in GITHUB_EVENT_PATH. */
  event?: object;
  /** Contexts for the expressions in inputs and their defaults. */
  contexts?: Contexts;
}

export interface Job {
  /** Variables that earlier steps exported and later ones see; write to it as a `run:` step would. */
  readonly exported: Record<string, string>;
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temp: string;
  /** Variables of a program in a `run:` step that comes now. */
  environment(env?: Environment): Record<string, string>;
  /** Starts a step's main. */
  start(step: Step): Promise<RunningPhase>;
  /** Runs a step's main to its end. */
  run(step: Step): Promise<PhaseResult>;
  /**
   * Starts the post of one step, counted from 0; `env` changes or takes away variables before, file
   * commands in `unwritable` cannot be written; `node` is the path of another Node.
   */
  startPost(
    index: number,
    env?: Environment,
    unwritable?: FileCommand[],
    node?: string,
  ): Promise<RunningPhase>;
  /** Ends the job: runs all posts, last step first. */
  post(env?: Environment): Promise<PhaseResult[]>;
  /** Removes the job's folder; a phase that still runs is killed. */
  close(): Promise<void>;
}

/** A step that has begun, and what its post will need. */
interface BegunStep {
  action: ActionMetadata;
  env: Environment;
  state: Record<string, string>;
}

export async function startJob(options: JobOptions = {}): Promise<Job> {
  const folder = await mkdtemp(join(tmpdir(), 'dockpass-job-'));
  const workspace = join(folder, 'workspace');
  const temp = join(folder, 'temp');
  const eventFile = join(folder, 'event.json');
  await Promise.all([mkdir(workspace), mkdir(temp)]);
  await writeFile(eventFile, JSON.stringify(options.event ?? {}));

  const jobEnv: Environment = {
    ...inheritedEnvironment(process.env),
    ...GITHUB_ENVIRONMENT,
    GITHUB_EVENT_PATH: eventFile,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    ...options.env,
  };
  const contexts = { 'job.workflow_ref': jobEnv.GITHUB_WORKFLOW_REF ?? '', ...options.contexts };
  const underway = new Set<RunningPhase>();
  const steps: BegunStep[] = [];
  const masks: string[] = [];
  const exported: Record<string, string> = {};
  const paths: string[] = [];

  /** Later layers win; folders from GITHUB_PATH come first in whatever PATH that gives. */
  function environment(...layers: Environment[]): Record<string, string> {
    const merged = layered(jobEnv, exported, ...layers);
    const path = [...paths, merged.PATH ?? ''].join(delimiter);
    return { ...merged, PATH: path };
  }

  async function begin(
    index: number,
    step: BegunStep,
    phase: {
      entry: string;
      name: string;
      env?: Environment;
      unwritable: FileCommand[];
      node: string | undefined;
    },
  ): Promise<RunningPhase> {
    const running = await startPhase({
      node: phase.node ?? process.execPath,
      entry: phase.entry,
      env: environment(step.env, stateVariables(step.state), phase.env ?? {}),
      directory: join(folder, 'file-commands', `${index}-${phase.name}`),
      workspace,
      unwritable: phase.unwritable,
      masks,
    });
    underway.add(running);
    const finished = running.finished.finally(() => underway.delete(running));
    return { ...running, finished: finished.then((result) => keep(step, result)) };
  }

  /** State, variables and masks count even if the phase failed, as on the runner. */
  function keep(step: BegunStep, result: PhaseResult): PhaseResult {
    Object.assign(step.state, result.state);
    Object.assign(exported, result.exported);
    masks.push(...result.masks);
    for (const line of result.files.path.split(/\r?\n/))
      if (line !== '' && !paths.includes(line)) paths.unshift(line);
    return result;
  }

  async function start(step: Step): Promise<RunningPhase> {
    const action = await readActionMetadata(step.uses ?? REPOSITORY);
    const env = { ...inputVariables(action, step.with ?? {}, contexts), ...step.env };
    const begun = { action, env, state: {} };
    const index = steps.push(begun) - 1;
    const { unwritable = [], node } = step;
    return begin(index, begun, { entry: action.main, name: 'main', unwritable, node });
  }

  async function startPost(
    index: number,
    env: Environment = {},
    unwritable: FileCommand[] = [],
    node?: string,
  ): Promise<RunningPhase> {
    const step = steps[index];
    if (!step?.action.post) throw new Error(`There is no step ${index} with a post.`);
    return begin(index, step, { entry: step.action.post, name: 'post', env, unwritable, node });
  }

  return {
    exported,
    workspace,
    temp,
    environment: (env = {}) => environment(env),
    start,
    run: async (step) => (await start(step)).finished,
    startPost,
    async post(env) {
      const results: PhaseResult[] = [];
      for (const index of [...steps.keys()].reverse())
        results.push(await (await startPost(index, env)).finished);
      return results;
    },
    async close() {
      for (const { kill } of underway) kill('SIGKILL');
      await Promise.allSettled([...underway].map(({ finished }) => finished));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
