import {
  parseWorkflow,
  type WorkflowJob,
  type WorkflowStep,
} from '../support/workflow/workflow.ts';

/** A commit, and the version that it had when somebody looked it up. */
const PINNED = /^ *(?:- )?uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** Of ourselves the pages name the major tag: a commit cannot hold its own hash. */
const OURSELVES = /^ *(?:- )?uses: dockpass\/dockpass@v\d+$/;

/** What a workflow of ours lacks; see GitHub's "Security hardening for GitHub Actions". */
export function weaknessesOf(text: string): string[] {
  const workflow = parseWorkflow(text);
  return [
    ...pinsOf(text),
    ...(isEmpty(workflow.permissions) ? [] : ['its permissions are not {} at the top']),
    // A called workflow would wait for the group of its caller, which waits for it.
    ...(workflow.concurrency || isCalled(workflow.on) ? [] : ['it has no concurrency']),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) =>
      weaknessesOfJob(job).map((what) => `job ${name} ${what}`),
    ),
  ];
}

/** In the text, because a parser drops the comment. */
function pinsOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^ *(?:- )?uses: (?!\.\/)/.test(line))
    .filter((line) => !PINNED.test(line) && !OURSELVES.test(line))
    .map((line) => `${line.trim()}: not a commit with its version behind it`);
}

function isEmpty(permissions: unknown): boolean {
  return JSON.stringify(permissions) === '{}';
}

function isCalled(on: unknown): boolean {
  return typeof on === 'object' && on !== null && Object.keys(on).join() === 'workflow_call';
}

function weaknessesOfJob(job: WorkflowJob): string[] {
  return [
    ...(job.permissions ? [] : ['says nothing about its permissions']),
    // GitHub takes none beside `uses`: the called job has its own.
    ...(job['timeout-minutes'] || job.uses ? [] : ['has no timeout-minutes']),
    ...(job.steps ?? []).flatMap(weaknessesOfStep),
  ];
}

function weaknessesOfStep({ uses, run, with: inputs }: WorkflowStep): string[] {
  return [
    // The checkout would leave a token in .git/config, where every later step finds it.
    ...(uses?.startsWith('actions/checkout@') && inputs?.['persist-credentials'] !== false
      ? ['checks out without persist-credentials: false']
      : []),
    // GitHub pastes expressions into the script before the shell reads it.
    ...(run?.includes('${{') ? ['puts an expression into a script; pass it through env'] : []),
  ];
}
