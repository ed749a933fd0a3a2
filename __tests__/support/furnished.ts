import { PATHS, TOKEN_EXCHANGE_GRANT_TYPE, TOKEN_TYPE } from '../../src/protocol/token-exchange.ts';
import type { Claims } from './github-claims.ts';
import type { GitHubIssuer } from './github-issuer.ts';

/** An exchange that can be furnished, such as a Service. */
export interface Furnishable {
  url: string;
  publicUrl: string;
  issuer: Pick<GitHubIssuer, 'url' | 'sign'>;
  /** Moves the clock of issuer and exchange. */
  pass(seconds: number): void;
}

const DAY = 86_400;

/** Of acme's repositories, as GitHub numbers them. */
const REPOSITORIES: Record<string, string> = {
  'acme/web': '260064828',
  'acme/api': '260064911',
  'acme/docs': '260065002',
  'globex/shop': '771200345',
};

const OWNERS: Record<string, string> = { acme: '1342004', globex: '88810023' };

/**
 * Two organizations as one meets them, with a day of jobs behind them: most were let in, some were not. What
 * happened went through the API and the token endpoint, while the clock went on by that day. Resolves with the
 * reference of a refused job.
 */
export async function furnish(service: Furnishable, operatorToken: string): Promise<string> {
  const call = administration(service, operatorToken);
  await call('POST', '/policy/apply', { policy: policy(service.issuer.url) });
  for (const [description, days, permissions] of [
    ['Nightly mirror to the office registry', 90, ['pull']],
    ['Jenkins, until it has moved to GitHub Actions', 20, ['build', 'push', 'pull']],
  ] as const) {
    const expires_at = new Date(Date.now() + days * DAY * 1000).toISOString();
    const body = { description, expires_at, permissions };
    await call('POST', '/projects/acme%2Fweb/tokens', body);
  }
  await call('POST', '/organizations/acme/invitations', {
    email: 'margaret@acme.example',
    role: 'member',
  });
  let refused = '';
  const jobs = dayOfJobs();
  for (const job of jobs) {
    service.pass(DAY / jobs.length);
    const answer = await exchange(service, job);
    if (job.refused) refused = String(answer.body.reference);
    if ((answer.status === 200) === job.refused)
      throw new Error(`${JSON.stringify(job.claims)}: ${JSON.stringify(answer.body)}`);
  }
  return refused;
}

/** The admin API; rejects with what it answers above 299. */
export function administration({ url }: { url: string }, token: string) {
  return async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
}

interface PlannedJob {
  project: string;
  claims: Claims;
  refused: boolean;
}

async function exchange({ url, publicUrl, issuer }: Furnishable, { project, claims }: PlannedJob) {
  const body = new URLSearchParams({
    grant_type: TOKEN_EXCHANGE_GRANT_TYPE,
    subject_token: issuer.sign(publicUrl, claims),
    subject_token_type: TOKEN_TYPE.idToken,
    resource: `${publicUrl}/${project}`,
  });
  const answer = await fetch(url + PATHS.token, { method: 'POST', body });
  return { status: answer.status, body: (await answer.json()) as { reference?: string } };
}

/** By the hour, as people work: quiet at night, and every now and then somebody tries what they may not. */
function dayOfJobs(): PlannedJob[] {
  const jobs: PlannedJob[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    const busy = hour % 12 < 3 ? 1 : 2 + ((hour * 7) % 5);
    for (let run = 0; run < busy; run += 1) jobs.push(job('acme/web', hour * 10 + run, 'main'));
    if (hour % 3 === 1) jobs.push(job('acme/api', hour * 10 + 7, 'main'));
    if (hour % 5 === 2) jobs.push(job('acme/docs', hour * 10 + 8, 'main'));
    if (hour % 8 === 3) jobs.push(job('globex/shop', hour * 10 + 9, 'main'));
    if (hour % 6 === 4) jobs.push(job('acme/web', hour * 10 + 6, 'try-new-base-image'));
  }
  return jobs;
}

const PEOPLE = ['ada', 'grace', 'linus', 'margaret'];

function job(project: string, number: number, branch: string): PlannedJob {
  const [owner = ''] = project.split('/');
  const ref = `refs/heads/${branch}`;
  const workflow = `${project}/.github/workflows/release.yml@${ref}`;
  const sha = number.toString(16).padStart(8, 'a').repeat(5);
  return {
    project,
    refused: branch !== 'main',
    claims: {
      repository: project,
      repository_id: REPOSITORIES[project],
      repository_owner: owner,
      repository_owner_id: OWNERS[owner],
      ref,
      ref_protected: String(branch === 'main'),
      sha,
      workflow_sha: sha,
      job_workflow_sha: sha,
      workflow_ref: workflow,
      job_workflow_ref: workflow,
      actor: PEOPLE[number % PEOPLE.length],
      run_id: String(9_876_540_000 + number),
      run_number: String(1200 + number),
    },
  };
}

function policy(issuer: string) {
  const pinned = (repository: string) => ({
    repository,
    repository_id: REPOSITORIES[repository],
    repository_owner_id: OWNERS[repository.split('/')[0] ?? ''],
  });
  return {
    issuers: [{ url: issuer, provider: 'github' }],
    organizations: [
      {
        name: 'acme',
        members: [
          { user: 'ada@acme.example', role: 'admin' },
          { user: 'grace@acme.example', role: 'member' },
          { user: 'linus@acme.example', role: 'member' },
        ],
        projects: [
          {
            name: 'web',
            trust_relationships: [
              {
                ...pinned('acme/web'),
                refs: ['refs/heads/main', 'refs/tags/v*'],
                permissions: ['build', 'push', 'pull'],
                max_lifetime: '2h',
                description: 'Releases',
              },
              {
                ...pinned('acme/web'),
                events: ['pull_request'],
                base_refs: ['main'],
                permissions: ['build', 'pull'],
                max_lifetime: '30m',
                description: 'Pull requests build, and push nothing',
              },
              {
                repository: 'acme/infrastructure',
                environments: ['production'],
                permissions: ['pull'],
                mode: 'audit',
                expires_at: new Date(Date.now() + 6 * DAY * 1000).toISOString(),
              },
            ],
          },
          {
            name: 'api',
            oidc_only: true,
            trust_relationships: [
              {
                ...pinned('acme/api'),
                refs: ['refs/heads/main'],
                permissions: ['build', 'push', 'pull'],
              },
            ],
          },
          {
            name: 'docs',
            trust_relationships: [{ repository: 'acme/docs', permissions: ['build', 'push'] }],
          },
          { name: 'mobile' },
        ],
      },
      {
        name: 'globex',
        members: [{ user: 'hank@globex.example', role: 'admin' }],
        projects: [
          {
            name: 'shop',
            trust_relationships: [
              {
                ...pinned('globex/shop'),
                refs: ['refs/heads/main'],
                permissions: ['build', 'push', 'pull'],
              },
            ],
          },
        ],
      },
    ],
    registries: [{ name: 'registry.acme.example', hosts: ['registry.acme.example'] }],
  };
}
