import type { Clock } from '../exchange/system/clock.ts';
import type { Random } from '../exchange/system/random.ts';
import { onOneLine, type Text } from './output/text.ts';

/** As of the Fetch standard, for a request that is a URL. */
export type Fetch = (url: URL, request: RequestInit) => Promise<Response>;

/** Everything around a command. */
export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** To standard output: results only. Resolves when there is room for more. */
  print(text: Text): Promise<void>;
  /** To standard error. */
  complain(text: Text): void;
  /**
   * One line on standard error that takes the place of the one before and goes with whatever is written
   * next; nothing takes it away. Left out where standard error is a file or a pipe.
   */
  status?: ((text: string) => void) | undefined;
  /** Of its lines; left out where standard output is a file or a pipe. */
  columns?: number | undefined;
  clock: Clock;
  random: Random;
  /** Between two requests; left out where time is to pass as it does. */
  wait?: (milliseconds: number) => Promise<unknown>;
  /** The network, for `--server`. */
  fetch: Fetch;
}

/** The process around a command: what it writes is only bytes. */
export interface IOStreams extends Omit<Terminal, 'print' | 'complain' | 'status'> {
  print(text: string): Promise<void>;
  complain(text: string): void;
  /** Whether a stream is a terminal that shows colours, and `NO_COLOR` leaves them on. */
  colors?: { print: boolean; complain: boolean };
  /** As `columns`, of standard error. */
  errorColumns?: number | undefined;
}

/** Each is one line, whatever words of strangers are in it. */
export async function printLines(
  { print }: Pick<Terminal, 'print'>,
  lines: readonly Text[],
): Promise<void> {
  await print(lines.map((line): Text => [onOneLine(line), '\n']));
}
