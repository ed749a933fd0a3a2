// `npm run build` writes dist/ and the generated tables of the README; with --check it compares
// them with what is committed instead, and says what has drifted.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle/bundle.ts';
import { StepFailure } from './bundle/step-failure.ts';
import { documentationFaults, writeDocumentation } from './generate-docs.ts';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

/** Inside the repository, where packages are found, and out of its history. */
const SCRATCH = join(ROOT, 'lib');

/** Paths below `folder` with their contents. */
function filesIn(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

function driftOf(built: Map<string, string>, committed: Map<string, string>): string[] {
  const paths = new Set([...built.keys(), ...committed.keys()]);
  return [...paths]
    .filter((path) => built.get(path) !== committed.get(path))
    .map((path) => `dist/${path} is not what src/action builds.`);
}

/** Bundles into a folder of its own, so that dist/ is never half a bundle. */
function rebuilt<Result>(use: (folder: string) => Result): Result {
  mkdirSync(SCRATCH, { recursive: true });
  const scratch = mkdtempSync(join(SCRATCH, 'build-'));
  try {
    const folder = join(scratch, 'dist');
    bundle(ROOT, scratch, folder);
    return use(folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function build(): string[] {
  rebuilt((folder) => {
    rmSync(DIST, { recursive: true, force: true });
    renameSync(folder, DIST);
  });
  return writeDocumentation(ROOT);
}

function check(): string[] {
  const drift = rebuilt((folder) => driftOf(filesIn(folder), filesIn(DIST)));
  const faults = [...drift, ...documentationFaults(ROOT)];
  return faults.length === 0 ? [] : [...faults, 'Run `npm run build` and commit the result.'];
}

/** What is left for a person to do. */
function faultsOf(work: () => string[]): string[] {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return [error.output.trimEnd(), error.message];
  }
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const faults = faultsOf(values.check ? check : build);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
