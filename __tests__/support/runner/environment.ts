/** Variables as names and values; undefined takes one away. */
export type Environment = Record<string, string | undefined>;

/** A push to acme/web's main branch: the same job as in github-claims.ts. */
export const GITHUB_ENVIRONMENT: Environment = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTION: '__self',
  GITHUB_ACTOR: 'ada',
  GITHUB_ACTOR_ID: '4242',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_BASE_REF: '',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_HEAD_REF: '',
  GITHUB_JOB: 'image',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
  GITHUB_REF_TYPE: 'branch',
  GITHUB_REPOSITORY: 'acme/web',
  GITHUB_REPOSITORY_ID: '260064828',
  GITHUB_REPOSITORY_OWNER: 'acme',
  GITHUB_REPOSITORY_OWNER_ID: '1342004',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RUN_ID: '9876543210',
  GITHUB_RUN_NUMBER: '17',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: '7b9e2f0c4d1a8e6f5b3c2d1e0f9a8b7c6d5e4f30',
  GITHUB_TRIGGERING_ACTOR: 'ada',
  GITHUB_WORKFLOW: 'Release',
  GITHUB_WORKFLOW_REF: 'acme/web/.github/workflows/release.yml@refs/heads/main',
  GITHUB_WORKFLOW_SHA: '7b9e2f0c4d1a8e6f5b3c2d1e0f9a8b7c6d5e4f30',
  RUNNER_ARCH: 'X64',
  RUNNER_ENVIRONMENT: 'github-hosted',
  RUNNER_NAME: 'GitHub Actions 1',
  RUNNER_OS: 'Linux',
};

/** What a process needs to start at all; proxies, Node's options and the rest stay out. */
export function inheritedEnvironment(environment: Environment): Environment {
  const { PATH, HOME, SystemRoot, TEMP, TMPDIR, USERPROFILE } = environment;
  return { PATH, HOME, SystemRoot, TEMP, TMPDIR, USERPROFILE };
}

/** How the state that main saved reaches post. */
export function stateVariables(state: Record<string, string>): Environment {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
}

/** Later layers win. */
export function layered(...layers: Environment[]): Record<string, string> {
  const merged: Environment = Object.assign({}, ...layers);
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
