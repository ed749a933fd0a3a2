import { randomUUID } from 'node:crypto';

/** Payload of an ID token; anything goes, because attackers send anything. */
export type Claims = Record<string, unknown>;

type TextClaims = Record<string, string | undefined>;

/** Seconds between `iat` and `exp`. */
const LIFETIME = 300;

/** Seconds between `nbf` and `iat`; has been 300 and 600, nobody may rely on it. */
const NOT_BEFORE = 600;

/** Claims of a push to acme/web's main branch: the job that every test starts from. */
const JOB: TextClaims = {
  repository: 'acme/web',
  repository_id: '260064828',
  repository_owner: 'acme',
  repository_owner_id: '1342004',
  repository_visibility: 'private',
  ref: 'refs/heads/main',
  ref_type: 'branch',
  ref_protected: 'true',
  sha: '7b9e2f0c4d1a8e6f5b3c2d1e0f9a8b7c6d5e4f30',
  head_ref: '',
  base_ref: '',
  workflow: 'Release',
  workflow_ref: 'acme/web/.github/workflows/release.yml@refs/heads/main',
  workflow_sha: '7b9e2f0c4d1a8e6f5b3c2d1e0f9a8b7c6d5e4f30',
  job_workflow_ref: 'acme/web/.github/workflows/release.yml@refs/heads/main',
  job_workflow_sha: '7b9e2f0c4d1a8e6f5b3c2d1e0f9a8b7c6d5e4f30',
  event_name: 'push',
  actor: 'ada',
  actor_id: '4242',
  run_id: '9876543210',
  run_number: '17',
  run_attempt: '1',
  check_run_id: '55443322110',
  runner_environment: 'github-hosted',
};

/** The claims that GitHub signs for a job at `now` (ms since the epoch); undefined takes one out. */
export function githubClaims(
  token: { issuer: string; audience: string; now: number },
  changes: Claims = {},
): Claims {
  const iat = Math.floor(token.now / 1000);
  const job: Claims = { ...JOB, ...changes };
  const claims = {
    iss: token.issuer,
    sub: classicSubject(textClaims(job)),
    aud: token.audience,
    jti: randomUUID(),
    iat,
    nbf: iat - NOT_BEFORE,
    exp: iat + LIFETIME,
    ...job,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** `repo:O/R:…`, the default of repositories made before 2026-07-15. */
export function classicSubject(job: TextClaims = JOB): string {
  return `repo:${job.repository}:${subjectContext(job)}`;
}

/** `repo:O@ID/R@ID:…`, the default of repositories made or renamed since 2026-07-15. */
export function immutableSubject(job: TextClaims = JOB): string {
  const [, name] = job.repository?.split('/') ?? [];
  const owner = `${job.repository_owner}@${job.repository_owner_id}`;
  return `repo:${owner}/${name}@${job.repository_id}:${subjectContext(job)}`;
}

/** A template of an organization's own: any claims in any order, here without the repository. */
export function customisedSubject(job: TextClaims = JOB): string {
  return `repository_owner_id:${job.repository_owner_id}:job_workflow_ref:${job.job_workflow_ref}`;
}

function subjectContext(job: TextClaims): string {
  if (job.environment) return `environment:${job.environment}`;
  return job.event_name === 'pull_request' ? 'pull_request' : `ref:${job.ref}`;
}

function textClaims(claims: Claims): TextClaims {
  const isText = (entry: [string, unknown]): entry is [string, string] =>
    typeof entry[1] === 'string';
  return Object.fromEntries(Object.entries(claims).filter(isText));
}
