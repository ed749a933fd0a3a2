import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

const HANGS_AFTER_MS = 60_000;

/** Runs a client of registries to its end, as a `run:` step with these variables would. */
export async function runClient(
  env: Record<string, string>,
  program: string,
  args: readonly string[],
  input = '',
): Promise<Ended> {
  const child = spawn(program, args, {
    env,
    stdio: 'pipe',
    timeout: HANGS_AFTER_MS,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => undefined).end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await ended, stdout, stderr };
}
