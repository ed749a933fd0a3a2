#!/usr/bin/env node
import { once } from 'node:events';
import { enableCompileCache } from 'node:module';
import { text } from 'node:stream/consumers';
import { compileCacheFolder } from './compile-cache.ts';

const compiled = compileCacheFolder(process.env, process.geteuid?.());
if (compiled) enableCompileCache(compiled);

// Now that Node knows where to look for what it compiled.
const { runProgram } = await import('./program.ts');
const { systemClock } = await import('../exchange/system/clock.ts');
const { systemRandom } = await import('../exchange/system/random.ts');

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
