import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type GitHubIssuer, startGitHubIssuer } from '../support/github-issuer.ts';
import { quietPort } from '../support/loopback.ts';
import { findProgram } from '../support/programs.ts';
import { GITHUB_ENVIRONMENT } from '../support/runner/environment.ts';
import { type Job, REPOSITORY, startJob } from '../support/runner.ts';
import { evaluateInputs } from '../support/workflow/play.ts';
import {
  parseWorkflow,
  type WorkflowJob,
  type WorkflowStep,
} from '../support/workflow/workflow.ts';

const PROGRAMS = ['bash', 'curl', 'jq'];
const missing = PROGRAMS.filter((name) => !findProgram(name));
if (missing.length > 0)
  process.stderr.write(`\nSKIPPED: the job of ci.yml: there is no ${missing.join(', ')}.\n\n`);

const GITHUB = {
  repository: GITHUB_ENVIRONMENT.GITHUB_REPOSITORY,
  repository_id: GITHUB_ENVIRONMENT.GITHUB_REPOSITORY_ID,
  repository_owner_id: GITHUB_ENVIRONMENT.GITHUB_REPOSITORY_OWNER_ID,
};

/** What a step of the job left for those after it, and printed. */
interface Result {
  outcome: 'success' | 'failure';
  outputs: Record<string, string>;
  log: string;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The job that GitHub runs, at an exchange on another port, with ID tokens of our own issuer. */
function readJob(issuer: GitHubIssuer, port: number): WorkflowJob {
  const workflow = readFileSync(join(REPOSITORY, '.github/workflows/ci.yml'), 'utf8')
    .replaceAll('https://token.actions.githubusercontent.com', issuer.url)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`);
  const { action } = parseWorkflow(workflow).jobs;
  if (!action) throw new Error('ci.yml has no job "action".');
  return action;
}

/** As the runner does without `shell`. What it starts in the background stays until the test ends. */
async function runScript(script: string, job: Job, env: Record<string, string>): Promise<Result> {
  const file = join(job.temp, 'step.sh');
  await writeFile(file, script);
  const child = spawn('bash', ['-e', file], {
    cwd: REPOSITORY,
    env: job.environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  closing.push(() => endGroup(child.pid));
  const exited = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exited;
  return { outcome: code === 0 ? 'success' : 'failure', outputs: {}, log: stdout + stderr };
}

function endGroup(pid = 0): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

async function useOurs(job: Job, given: Record<string, string>): Promise<Result> {
  const { exitCode, outputs, log } = await job.run({ with: given });
  return { outcome: exitCode === 0 ? 'success' : 'failure', outputs, log };
}

/** Checking out, and setting up what is set up here. */
function isDone({ uses, run }: WorkflowStep): boolean {
  return uses === undefined ? run === 'npm ci' : uses !== './';
}

async function playSteps(
  steps: readonly WorkflowStep[],
  job: Job,
): Promise<Record<string, Result>> {
  const results: Record<string, Result> = {};
  for (const step of steps.filter((each) => !isDone(each))) {
    const { name = '', id = name, uses, run = '' } = step;
    const given = evaluateInputs(uses ? step.with : step.env, { github: GITHUB, steps: results });
    const result = uses ? await useOurs(job, given) : await runScript(run, job, given);
    const outcome = step['continue-on-error'] ? 'failure' : 'success';
    expect({ name, ...result }).toMatchObject({ name, outcome });
    results[id] = result;
  }
  return results;
}

(missing.length > 0 ? describe.skip : describe)('the job of ci.yml that uses the action', () => {
  test('does what its steps say', async () => {
    const issuer = await startGitHubIssuer({
      claims: { workflow_ref: 'acme/web/.github/workflows/ci.yml@refs/heads/main' },
    });
    closing.push(() => issuer.close());
    const port = await quietPort();
    const { steps = [], env } = readJob(issuer, port);
    const job = await startJob({ env: { ...issuer.environment, ...env, PORT: String(port) } });
    closing.push(() => job.close());
    job.exported.DOCKPASS_DATABASE = `sqlite:${join(job.temp, 'dockpass.db')}`;

    const results = await playSteps(steps, job);

    const logs = Object.values(results).map(({ log }) => log);
    expect(logs).toHaveLength(7);
    expect(logs.at(-1)).toContain('"reason":"project_not_granted"');
    expect(logs.join('')).not.toContain(results.dockpass?.outputs.token);
    expect((await job.post()).map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  });
});
