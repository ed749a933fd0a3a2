import { type Deadline, limitsWithin, tryUntil } from '../exchange/attempts.ts';
import type { Runner } from '../system/port.ts';
import type { BuilderCredentials } from './credentials.ts';
import { type Probe, ProbeFault, TooSlow, WantsAlpn } from './probe.ts';
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
  const faultWith = (protocols?: string[]) => {
    const limits = limitsWithin(runner, deadline, runner.cancelled);
    return faultOf(probe({ ...credentials, privateKey, ...(protocols && { protocols }) }, limits));
  };
  await tryUntil(runner, deadline, async () => {
    const { within } = limitsWithin(runner, deadline, runner.cancelled);
    const fault = await faultWith();
    if (!fault) return;
    const wantsAlpn = mayWantAlpn(fault) && !(await faultWith(['h2']));
    const shown = wantsAlpn ? new ProbeFault(fault.stage, new WantsAlpn()) : fault;
    throw verdictOn(credentials.endpoint, shown, within);
  });
}

async function faultOf(probing: Promise<void>): Promise<ProbeFault | undefined> {
  try {
    await probing;
    return undefined;
  } catch (error) {
    if (error instanceof ProbeFault) return error;
    throw error;
  }
}

/** Hanging up and answering in HTTP/1.1 are what servers do that miss ALPN, and others do, too. */
function mayWantAlpn({ stage, cause }: ProbeFault): boolean {
  return stage === 'HTTP/2' && !(cause instanceof TooSlow);
}
