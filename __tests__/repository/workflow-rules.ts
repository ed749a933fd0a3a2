import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  permissions?: unknown;
  'timeout-minutes'?: number;
  steps?: Step[];
}

interface Workflow {
  permissions?: unknown;
  concurrency?: unknown;
  jobs: Record<string, Job>;
}

/** A commit, and the version that it had when somebody looked it up. */
const PINNED = /^ *(?:- )?uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** What a workflow of ours lacks; see GitHub's "Security hardening for GitHub Actions". */
export function weaknessesOf(text: string): string[] {
  const workflow: Workflow = parse(text);
  return [
    ...pinsOf(text),
    ...(isEmpty(workflow.permissions) ? [] : ['its permissions are not {} at the top']),
    ...(workflow.concurrency ? [] : ['it has no concurrency']),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) => [
      ...(job.permissions ? [] : [`job ${name} says nothing about its permissions`]),
      ...(job['timeout-minutes'] ? [] : [`job ${name} has no timeout-minutes`]),
      ...(job.steps ?? []).flatMap(weaknessesOfStep).map((what) => `job ${name} ${what}`),
    ]),
  ];
}

/** In the text, because a parser drops the comment. */
function pinsOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^ *(?:- )?uses: (?!\.\/)/.test(line) && !PINNED.test(line))
    .map((line) => `${line.trim()}: not a commit with its version behind it`);
}

function isEmpty(permissions: unknown): boolean {
  return JSON.stringify(permissions) === '{}';
}

function weaknessesOfStep({ uses, run, with: inputs }: Step): string[] {
  return [
    // The checkout would leave a token in .git/config, where every later step finds it.
    ...(uses?.startsWith('actions/checkout@') && inputs?.['persist-credentials'] !== false
      ? ['checks out without persist-credentials: false']
      : []),
    // GitHub pastes expressions into the script before the shell reads it.
    ...(run?.includes('${{') ? ['puts an expression into a script; pass it through env'] : []),
  ];
}
