/** `npm run check`: everything that can be wrong with the repository besides its behaviour. */

import { inspect } from 'node:util';
import { actionlint } from './actionlint.ts';
import type { Check, Verdict } from './check.ts';
import { command } from './command.ts';
import { githubSchema } from './github-schema.ts';

const BIOME = 'node_modules/@biomejs/biome/bin/biome';
const CRUISER = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
const KNIP = 'node_modules/knip/bin/knip.js';
const JEST = [
  ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
  ...['--config', 'scripts/check/jest.config.js', '--verbose=false'],
];

const CHECKS: readonly Check[] = [
  command('types', 'node_modules/typescript/bin/tsc', '-p', '.'),
  command('lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'),
  command('imports', CRUISER, '--output-type', 'err-long', 'src'),
  command('nothing is unused', KNIP),
  command('nothing is used by tests alone', KNIP, '--production'),
  command('format', BIOME, 'check', '--error-on-warnings', '.'),
  command('pages, demo, deployment, integrations: npm run test:pages', ...JEST),
  command('dist, tables and schema are what the sources build', 'scripts/build.ts', '--check'),
  githubSchema,
  actionlint,
];

async function verdictOf(check: Check): Promise<Verdict> {
  try {
    return await check.run();
  } catch (error) {
    return { passed: false, output: inspect(error) };
  }
}

let failed = 0;
for (const check of CHECKS) {
  const start = performance.now();
  const { passed, output } = await verdictOf(check);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)`);
  if (passed) continue;
  failed += 1;
  console.log(output.replaceAll(/^/gm, '       '));
}
console.log(`${CHECKS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
