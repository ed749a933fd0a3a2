import { Failure } from '../failure/failure.ts';
import { oneLine } from '../failure/one-line.ts';
import type { Runner } from '../system/port.ts';

/** Why the CI system gave this job no way to ask for an ID token, with the YAML that mends it. */
export function whyUnavailable(runner: Pick<Runner, 'env' | 'event' | 'input'>): Failure {
  const other = OTHER_SYSTEMS.find(({ variable }) => runner.env(variable) === 'true');
  if (other) {
    const { why, next, paste } = other;
    return new Failure('id_token_not_offered', why, { next, paste });
  }
  if (isForkEvent(runner.env('GITHUB_EVENT_NAME'))) {
    const event = payloadOf(runner);
    if (!event) return permissionMissing(OWN, NO_EVENT);
    const fork = forkIn(event.payload);
    if (fork) return forkPullRequest(fork);
  }
  if (runner.env('GITHUB_ACTOR') === 'dependabot[bot]') return dependabot();
  // No variable of the runner names the file that holds the job; `job.workflow_ref` does, which
  // action.yml hands over as the default of an input. Hosts that do not know it leave it empty.
  const own = runner.input('job-workflow-ref');
  const caller = runner.env('GITHUB_WORKFLOW_REF');
  if (!isWorkflowRef(own) || !caller) return permissionMissing(`${OWN}\n\n${PERHAPS_CALLED}`);
  return own === caller ? permissionMissing(OWN) : reusableWorkflow(oneLine(own), oneLine(caller));
}

/** `pull_request_target` runs with the base repository's identity, forks or not. */
function isForkEvent(name: string | undefined): boolean {
  return name?.startsWith('pull_request') === true && name !== 'pull_request_target';
}

/** Undefined if it can't be read. */
function payloadOf(runner: Pick<Runner, 'event'>): { payload: unknown } | undefined {
  try {
    return { payload: runner.event() };
  } catch {
    return undefined;
  }
}

/** The members of a pull request's webhook payload that tell a fork. */
interface PullRequestPayload {
  pull_request?: Partial<Record<'head' | 'base', { repo?: { full_name?: string } | null }>>;
}

/** The fork that a pull request comes from; undefined if it comes from the repository itself. */
function forkIn(payload: unknown): string | undefined {
  const { head, base } = (payload as PullRequestPayload | undefined)?.pull_request ?? {};
  const [from, to] = [head?.repo?.full_name, base?.repo?.full_name];
  // A head repository that is gone was a fork: the base repository is still here.
  return from === to ? undefined : oneLine(from ?? 'deleted since');
}

/** `OWNER/REPOSITORY/PATH@REF`. */
function isWorkflowRef(text: string): boolean {
  return /^[^/\s]+\/[^/\s]+\/[^\s@`]+@[^\s`]+$/.test(text);
}

const OWN = `permissions:
  id-token: write # lets this job ask GitHub for an ID token
  contents: read`;

const SKIP = `with:
  on-unavailable: skip # the output authenticated is 'false' then`;

const PERHAPS_CALLED = `# If another workflow calls this one, its job needs the permission, too:
${callerPermission('OWNER/REPOSITORY/.github/workflows/WORKFLOW.yml@REF')}`;

function callerPermission(called: string): string {
  return `jobs:
  build:
    permissions:
      id-token: write # a called workflow never has more than its caller gives it
      contents: read
    uses: ${called}`;
}

/**
 * Systems that run workflows of GitHub's form, by the variable that each sets. Forgejo sets that of
 * Gitea, too, and the runners of both are made of act.
 */
const OTHER_SYSTEMS: readonly { variable: string; why: string; next: string; paste: string }[] = [
  {
    // https://forgejo.org/docs/latest/user/actions/security-openid-connect/
    variable: 'FORGEJO_ACTIONS',
    why: 'Forgejo gives a job an ID token only if the workflow or the job sets `enable-openid-connect: true`, and this one has none.',
    next: 'Set that key, which takes a Forgejo and a runner that are new enough to know it, or let the step pass without a token.',
    paste: 'enable-openid-connect: true # of the workflow, or of the job',
  },
  {
    // https://github.com/go-gitea/gitea/pull/39052
    variable: 'GITEA_ACTIONS',
    why: 'Gitea gives an ID token to jobs with `id-token: write` in versions with OpenID Connect for Actions, and this one has none.',
    next: 'Give the job that permission, on such a Gitea; until then use a project token, with `on-unavailable: fallback` and `fallback-token`.',
    paste: `permissions:
  id-token: write # needs a Gitea with OpenID Connect for Actions
  contents: read`,
  },
  {
    // https://github.com/nektos/act/issues/2500
    variable: 'ACT',
    why: 'act runs workflows on your own machine, where there are no ID tokens, whatever `permissions` says.',
    next: 'Skip the step there, or pass a project token (`act --secret`) as `fallback-token`.',
    paste: `with:
  on-unavailable: \${{ env.ACT && 'skip' || 'fail' }}`,
  },
];

function forkPullRequest(fork: string): Failure {
  const message = `This pull request comes from a fork (${fork}). GitHub gives no ID tokens to the workflows of a fork's pull request, whatever their permissions say, so that a stranger's change cannot act as this repository.`;
  return new Failure('id_token_fork_pull_request', message, { paste: SKIP });
}

function dependabot(): Failure {
  const message =
    'Dependabot started this run. GitHub gives its runs read-only permissions unless the job names what it needs, and this job has no ID token.';
  const paste = `${OWN}\n\n# Or let the step pass without a token:\n${SKIP}`;
  return new Failure('id_token_dependabot', message, { paste });
}

function reusableWorkflow(own: string, caller: string): Failure {
  const message = `This job belongs to the reusable workflow ${own}, called by ${caller}, and has no permission \`id-token: write\`. The called workflow cannot have more than the job that calls it.`;
  // `uses:` takes a bare branch or tag where the context has the full ref.
  const called = own.replace(/@refs\/(?:heads|tags)\//, '@');
  return new Failure('id_token_reusable_workflow', message, { paste: callerPermission(called) });
}

/** Nobody can tell then whether the pull request comes from a fork. */
const NO_EVENT =
  " Or the pull request comes from a fork, where that permission does nothing: the file that GITHUB_EVENT_PATH names would tell, but can't be read.";

function permissionMissing(paste: string, but = ''): Failure {
  const message = `This job lacks the permission \`id-token: write\`, so GitHub gives it no way to ask for an ID token.${but}`;
  return new Failure('id_token_permission_missing', message, { paste });
}
