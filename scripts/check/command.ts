import { execFile } from 'node:child_process';
import type { Check } from './check.ts';

const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * A program as a check: its exit code is the verdict. It is JavaScript or TypeScript run by this
 * very Node, because `npx` and the shims in `.bin` start differently on Windows.
 */
export function command(name: string, ...nodeArguments: string[]): Check {
  return {
    name,
    run: () =>
      new Promise((resolve) => {
        execFile(process.execPath, nodeArguments, { maxBuffer: MAX_OUTPUT }, (error, out, err) => {
          resolve({
            passed: error === null,
            output: `${out}${err}`.trim() || (error?.message ?? ''),
          });
        });
      }),
  };
}
