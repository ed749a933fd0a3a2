import { type GitHubIssuer, startGitHubIssuer } from './github-issuer.ts';
import { Installation } from './installation.ts';
import type { Environment } from './runner/environment.ts';
import { type Job, startJob } from './runner.ts';

/** Everything that a journey needs: an issuer, an installation of the real exchange, and jobs. */
export interface Stage {
  /** Plays GitHub: the only part that is not the real one. */
  issuer: GitHubIssuer;
  /** Prepared; whoever opens the stage applies a policy and starts it. */
  exchange: Installation;
  /** A job of acme/web that may request ID tokens. */
  openJob(env?: Environment): Promise<Job>;
  /** Ends every process and removes every folder. */
  close(): Promise<void>;
}

/** `settings`: configuration of the exchange beside its address and database; `name`: of this machine. */
export async function openStage(
  settings: Record<string, string> = {},
  name?: string,
): Promise<Stage> {
  const issuer = await startGitHubIssuer();
  const exchange = await Installation.prepare(settings, name);
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
