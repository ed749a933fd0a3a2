import { type Deadline, limitsWithin, tryUntil } from '../attempts.ts';
import type { Runner } from '../runner.ts';
import type { BuilderCredentials } from './credentials.ts';
import { type Probe, ProbeFault } from './probe.ts';
import { verdictOn } from './verdict.ts';

/**
 * Connects as buildx will, because buildx reports whatever goes wrong as "context deadline exceeded",
 * after 20 s. Throws a Failure that says what it is.
 */
export async function preflight(
  runner: Runner,
  probe: Probe,
  credentials: BuilderCredentials,
  privateKey: string,
  deadline: Deadline,
): Promise<void> {
  await tryUntil(runner, deadline, async () => {
    const limits = limitsWithin(runner, deadline, runner.cancelled);
    try {
      await probe({ ...credentials, privateKey }, limits);
    } catch (error) {
      if (!(error instanceof ProbeFault)) throw error;
      throw verdictOn(credentials.endpoint, error, limits.within);
    }
  });
}
