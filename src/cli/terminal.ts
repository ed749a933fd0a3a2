import type { Clock } from '../exchange/system/clock.ts';
import type { Random } from '../exchange/system/random.ts';
import { visible } from './visible.ts';

/** Everything around a command. */
export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** To standard output: results only. Resolves when there is room for more. */
  print(text: string): Promise<void>;
  /** To standard error. */
  complain(text: string): void;
  /** Of its lines; left out where nobody looks at them. */
  columns?: number | undefined;
  clock: Clock;
  random: Random;
}

/** Each is one line, whatever words of strangers are in it. */
export async function printLines(
  { print }: Pick<Terminal, 'print'>,
  lines: readonly string[],
): Promise<void> {
  await print(`${lines.map(visible).join('\n')}\n`);
}
