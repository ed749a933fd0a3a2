import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds from starting Node to its end. Output is thrown away; any exit but 0 is an error. */
export function wallTime(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  return wallTimeOf({ program: process.execPath, args, env });
}

export interface Run {
  program: string;
  args: readonly string[];
  env: Record<string, string>;
  /** Standard input. */
  input?: string;
}

/** The same of any program. */
export async function wallTimeOf({ program, args, env, input }: Run): Promise<number> {
  const began = performance.now();
  const stdin = input === undefined ? 'ignore' : 'pipe';
  const child = spawn(program, args, { env, stdio: [stdin, 'ignore', 'ignore'] });
  child.stdin?.end(input);
  const [code] = await once(child, 'exit');
  const duration = performance.now() - began;
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with exit code ${code}`);
  return duration;
}
