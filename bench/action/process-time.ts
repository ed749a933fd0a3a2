import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds from starting Node to its end. Output is thrown away; any exit but 0 is an error. */
export async function wallTime(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  const duration = performance.now() - began;
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${code}`);
  return duration;
}
