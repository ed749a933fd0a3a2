import { Failure } from './failure.ts';
import type { Runner } from './runner.ts';

const OWN_PERMISSION = `permissions:
  id-token: write # lets this job ask GitHub for an ID token
  contents: read`;

const CALLER_PERMISSION = `jobs:
  build:
    permissions:
      id-token: write # a called workflow never has more than its caller gives it
      contents: read
    uses: OWNER/REPOSITORY/.github/workflows/WORKFLOW.yml@REF`;

const SKIP = `with:
  on-unavailable: skip # the output authenticated is then 'false'`;

/** Why GitHub gave this job no way to ask for an ID token, with the YAML that mends it. */
export function whyUnavailable(runner: Runner): Failure {
  const event = new PullRequestEvent(runner.event());
  if (isForkEvent(runner.env('GITHUB_EVENT_NAME')) && event.isFromFork()) return fork(event);
  if (runner.env('GITHUB_ACTOR') === 'dependabot[bot]') return dependabot();
  const own = runner.input('job-workflow-ref');
  const caller = runner.env('GITHUB_WORKFLOW_REF');
  if (isWorkflowRef(own) && caller && own !== caller) return reusableWorkflow(own, caller);
  return permissionMissing(isWorkflowRef(own));
}

/** `pull_request_target` runs with the base repository's identity, forks or not. */
function isForkEvent(name: string | undefined): boolean {
  return name?.startsWith('pull_request') === true && name !== 'pull_request_target';
}

/** `OWNER/REPOSITORY/PATH@REF`; a host that does not know `job.workflow_ref` leaves it empty. */
function isWorkflowRef(text: string): boolean {
  return /^[^/\s]+\/[^/\s]+\/[^\s@]+@\S+$/.test(text);
}

/** The few members of a pull request's webhook payload that tell a fork. */
class PullRequestEvent {
  readonly #pullRequest: Record<string, { repo?: { full_name?: string } | null }> | undefined;

  constructor(payload: unknown) {
    this.#pullRequest = (payload as { pull_request?: never } | undefined)?.pull_request;
  }

  /** A head repository that has been deleted was a fork: the base repository is still here. */
  isFromFork(): boolean {
    return this.#pullRequest !== undefined && this.head() !== this.#repository('base');
  }

  head(): string | undefined {
    return this.#repository('head');
  }

  #repository(side: 'head' | 'base'): string | undefined {
    return this.#pullRequest?.[side]?.repo?.full_name;
  }
}

function fork(event: PullRequestEvent): Failure {
  return new Failure(
    'id_token_fork_pull_request',
    `This pull request comes from a fork (${event.head() ?? 'deleted since'}). GitHub gives no ID tokens to workflows of forks, whatever their permissions say, so that a stranger's change cannot act as this repository.`,
    { paste: SKIP },
  );
}

function dependabot(): Failure {
  return new Failure(
    'id_token_dependabot',
    'Dependabot started this run. GitHub gives its runs read-only permissions unless the job names what it needs, and this job has no ID token.',
    { paste: `${OWN_PERMISSION}\n\n# or let the step pass without a token:\n${SKIP}` },
  );
}

function reusableWorkflow(own: string, caller: string): Failure {
  return new Failure(
    'id_token_reusable_workflow',
    `This job belongs to the reusable workflow ${own}, which was called by ${caller} without the permission \`id-token: write\`. The called workflow cannot give itself more than its caller has.`,
    { paste: CALLER_PERMISSION },
  );
}

function permissionMissing(knowsWorkflow: boolean): Failure {
  const seen = 'This job lacks the permission `id-token: write`, so GitHub gives it no ID tokens.';
  const both = `${OWN_PERMISSION}\n\n# if this workflow is called by another one, there as well:\n${CALLER_PERMISSION}`;
  return new Failure('id_token_permission_missing', seen, {
    paste: knowsWorkflow ? OWN_PERMISSION : both,
  });
}
