#!/usr/bin/env node
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { systemClock } from '../exchange/system/clock.ts';
import { systemRandom } from '../exchange/system/random.ts';
import { runProgram } from './program.ts';

// `dockpass audit | head` closes our output early; there is nothing left to do then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** Node reads NO_COLOR, and what TERM says. */
function hasColors(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && stream.hasColors();
}

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  readInput: () => text(process.stdin),
  async print(output) {
    if (!process.stdout.write(output)) await once(process.stdout, 'drain');
  },
  complain: (message) => process.stderr.write(message),
  columns: process.stdout.columns,
  errorColumns: process.stderr.columns,
  colors: { print: hasColors(process.stdout), complain: hasColors(process.stderr) },
  clock: systemClock,
  random: systemRandom,
  fetch,
});
