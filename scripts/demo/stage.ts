import { type GitHubIssuer, startGitHubIssuer } from '../../__tests__/support/github-issuer.ts';
import { Installation } from '../../__tests__/support/installation.ts';
import { type Job, startJob } from '../../__tests__/support/runner.ts';

/** Everything that the story plays with. */
export interface Stage {
  /** Plays GitHub: the only part that is not the real one. */
  issuer: GitHubIssuer;
  exchange: Installation;
  /** A job of acme/web that may request ID tokens. */
  openJob(env?: Record<string, string>): Promise<Job>;
  /** Ends every process and removes every folder. */
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const issuer = await startGitHubIssuer();
  const exchange = await Installation.prepare();
  const jobs: Job[] = [];
  return {
    issuer,
    exchange,
    async openJob(env = {}) {
      const job = await startJob({ env: { ...issuer.environment, ...env } });
      jobs.push(job);
      return job;
    },
    async close() {
      await Promise.all([...jobs.map((job) => job.close()), exchange.remove(), issuer.close()]);
    },
  };
}
