/**
 * `npm run check` holds the sources to .dependency-cruiser.mjs and .oxlintrc.json. Here each of their rules
 * is seen to find what it is for, in files that break it.
 */

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

interface Finding {
  path: string;
  text: string;
}

/** A file that breaks a rule and what is said about it; files that it imports are made up. */
type Violation = [path: string, source: string, complaint: string];

/** Two folders that import each other, in four files of which none imports itself; the other half of a cycle. */
const CYCLES = {
  'src/exchange/trust/c.ts': "import '../policy/c.ts';",
  'src/exchange/policy/c.ts': '',
  'src/exchange/policy/d.ts': "import '../trust/d.ts';",
  'src/exchange/trust/d.ts': '',
  'src/protocol/y.ts': "import type { X } from './x.ts';",
};

const IMPORTS: Violation[] = [
  ['src/protocol/a.ts', "import '../action/a.ts';", 'what src/protocol/ may import'],
  ['src/action/a.ts', "import '../exchange/refusal.ts';", 'what src/action/ may import'],
  ['src/action/system/b.ts', "import '../failure/z.ts';", 'what src/action/system/ may import'],
  ['src/action/failure/b.ts', "import type { A } from '../exchange/z.ts';", 'src/action/failure/'],
  ['src/action/exchange/b.ts', "import type { A } from '../a.ts';", 'what src/action/exchange/'],
  ['src/action/docker/b.ts', "import '../builder/z.ts';", 'what src/action/docker/ may import'],
  ['src/action/builder/b.ts', "import '../a.ts';", 'what src/action/builder/ may import'],
  ['src/exchange/flows/a.ts', "export * from '../../action/a.ts';", 'what src/exchange/flows/'],
  ['src/exchange/flows/b.ts', "import type { A } from '../stores/sqlite/a.ts';", 'exchange/flows/'],
  ['src/exchange/flows/c.ts', "export const c = () => import('../api/a.ts');", 'exchange/flows/'],
  ['src/exchange/api/b.ts', "import type { A } from '../stores/sqlite/a.ts';", 'exchange/api/'],
  ['src/exchange/api/c.ts', "import '../console/a.ts';", 'what src/exchange/api/ may'],
  ['src/exchange/trust/b.ts', "import '../flows/z.ts';", 'what src/exchange/trust/ may'],
  ['src/exchange/trust/e.ts', "import '../policy/c.ts';", 'what src/exchange/trust/ may'],
  ['src/exchange/identity/b.ts', "import '../certificates/a.ts';", 'what src/exchange/identity/'],
  [
    'src/exchange/stores/ports/a.ts',
    "import '../sqlite/a.ts';",
    'what src/exchange/stores/port.ts',
  ],
  ['src/exchange/stores/b.ts', "import '../flows/z.ts';", 'what src/exchange/stores/ may'],
  ['src/exchange/system/b.ts', "import '../trust/a.ts';", 'what src/exchange/system/ may'],
  ['src/exchange/config/config.ts', "import '../system/a.ts';", 'what src/exchange/refusal.ts'],
  ['src/exchange/config/b.ts', "import '../system/a.ts';", 'what src/exchange/config/ may'],
  ['src/exchange/main.ts', "import '../cli/a.ts';", 'what src/exchange/main.ts may'],
  ['src/cli/b.ts', "import '../../scripts/a.ts';", 'what src/cli/ may import'],
  ['src/exchange/new-folder/a.ts', "import '../system/a.ts';", 'every folder has a layer'],
  ['src/protocol/x.ts', "import type { Y } from './y.ts';", 'imports itself through others'],
  ['src/exchange/trust', CYCLES['src/exchange/trust/c.ts'], 'no two folders import each other'],
  ['src/cli/d.ts', "import ajv from 'ajv';", 'declared dependencies only'],
  ['src/cli/e.ts', "import type { A } from '@babel/core/lib';", 'declared dependencies only'],
  ['src/cli/f.ts', "import './not-there.ts';", 'declared dependencies only'],
  ['src/cli/utils.ts', "import './a.ts';", 'names say what a file is about'],
  ['src/cli/g.ts', "import './common/a.ts';", 'names say what an imported file is about'],
];

const DOORS: [source: string, complaint: string][] = [
  ['export const a = () => process.env.HOME;', "use of 'process'"],
  ["export const a = () => process['env'];", "'process.env' is restricted"],
  ['export const { env } = process;', "'process.env' is restricted"],
  ['export const a = globalThis\n.process?.env?.A;', "use of 'globalThis'"],
  ["import { env } from 'node:process';\nexport { env };", "'node:process' import"],
  ['export const a = (now = Date.now) => now();', "'Date.now' is restricted"],
  ['export const a = () => new Date();', 'Take a Clock'],
  ['export const a = () => performance.now();', "use of 'performance'"],
  ['export const a = () => Math.random();', "'Math.random' is restricted"],
  ['export const { random } = Math;', "'Math.random' is restricted"],
  ['export const a = () => crypto.randomUUID();', "use of 'crypto'"],
  ["import { createHash, randomBytes as b } from 'node:crypto';", "'randomBytes' import"],
  ["import * as c from 'node:crypto';", '* import is invalid'],
  ["export const a = () => fetch('');", "use of 'fetch'"],
  ['export const a = () => ({ fetch });', "use of 'fetch'"],
  ["import { request } from 'node:https';", "'request' import"],
  ["export { request } from 'node:https';", "'request' import"],
  ["export const a = () => import('undici');", "'undici' import"],
];

/** Expressions of a page, each with what is wrong about it. */
const MARKUP: [source: string, complaint: string][] = [
  ['html`<a href=${a}>`', 'in double quotes'],
  ["html`<a href='${a}'>`", 'in double quotes'],
  ["html`<a href='/x?after=${a}'>`", 'in double quotes'],
  ['html` id=${a}`', 'in double quotes'],
  ['html` id="${a}" class=${a}`', 'in double quotes'],
  ['html`<p>${a}</p><input value="${a}" ${a}>`', 'Only markup can stand here'],
  ['html`<${a}>`', 'Only markup can stand here'],
  ['html`<input${a && (a ? html` x` : a)}>`', 'Only markup can stand here'],
  ['html`<p style="color: red">`', 'No inline style'],
  ['html`<style>p {}</style>`', 'No inline style'],
  ['html`<script>alert(1)</script>`', 'No inline script'],
  ['html`<script type="module">`', 'No inline script'],
  ['html`<a onclick="x()">`', 'No inline script'],
  ['html`<a href="javascript:x()">`', 'No inline script'],
  ["import('hono/html')", 'which escapes'],
];

const LINT: Violation[] = [
  ...MARKUP.map(
    ([source, complaint], index): Violation => [
      `src/exchange/console/pages/markup-${index}.ts`,
      `export const a = (html: Html, a: string) => ${source};`,
      complaint,
    ],
  ),
  ['src/exchange/console/raw.ts', "import { raw } from 'hono/html';", 'which escapes'],
  ['src/exchange/console/html/raw.ts', "export { raw } from 'hono/html';", 'which escapes'],
  ...DOORS.map(
    ([source, complaint], index): Violation => [
      `src/exchange/trust/door-${index}.ts`,
      source,
      complaint,
    ],
  ),
  ['src/exchange/api/type.ts', "export type A = import('./a.ts').B;", '`import()` type'],
  ['src/exchange/start.ts', 'console.log(1);', 'runs on import'],
  ['src/protocol/if.ts', 'export const a = 1;\nif (a) a.toFixed();', 'runs on import'],
  ['src/protocol/cache.ts', 'let cache = 1;\nexport const a = () => cache++;', 'keeps state'],
  ['src/protocol/exported.ts', 'export let cache = 1;', 'keeps state'],
  ['src/cli/main.ts', 'let cache = 1;\nexport const a = () => cache++;', 'keeps state'],
  ['src/protocol/long.ts', '// line\n'.repeat(401), 'max-lines'],
];

/** What looks like a violation and is none. */
const HARMLESS: Record<string, string> = {
  'src/exchange/flows/store.ts': "import type { Store } from '../stores/port.ts';",
  'src/exchange/flows/text.ts':
    "// import '../stores/sqlite/a.ts'\nexport const a = `import '../x.ts'`;",
  'src/exchange/api/type-only.ts': "import type { request } from 'node:http';",
  'src/exchange/api/server.ts': "import { createServer, type Agent } from 'node:http';",
  'src/exchange/system/now.ts': 'export const a = () => Date.now() + Number(process.env.A);',
  'src/exchange/flows/given.ts': 'export const a = (fetch: Fetch) => fetch({ fetch });',
  'src/exchange/flows/date.ts': 'export const a = (b: Typ) => new Date(b.fetch);',
  'src/exchange/flows/named.ts': 'export const a = ({ fetch: f }) => f(Math.floor(1));',
  'src/action/main.ts': 'await run();',
  'src/exchange/console/html/page.ts':
    'export const a = (html: Html, b: string, attributes: Html) => html`<a href="/x?after=${b}&y=${b}" ' +
    'id="${b}"${b && html` class="${b}"`}${b ? html` x="${b}"` : NOTHING}${attributes}>a=${b} < ${b}</a>' +
    '<script type="module" src="${b}"></script>`;',
};

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
let folder: string;
let imports: Finding[];
let lint: Finding[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  cpSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  cpSync('scripts/check/lint-rules.ts', join(folder, 'scripts/check/lint-rules.ts'));
  writeFileSync(join(folder, 'package.json'), '{ "devDependencies": { "ajv": "8.20.0" } }');
  for (const layer of ['action', 'cli', 'cli/common', 'exchange/stores/sqlite', 'exchange/console'])
    write(`src/${layer}/a.ts`, '');
  for (const layer of ['api', 'certificates', 'system', 'trust'])
    write(`src/exchange/${layer}/a.ts`, '');
  for (const layer of ['failure', 'exchange', 'builder']) write(`src/action/${layer}/z.ts`, '');
  for (const file of ['exchange/refusal', 'exchange/flows/z', 'exchange/stores/port'])
    write(`src/${file}.ts`, '');
  write('scripts/a.ts', '');
  for (const [path, source] of [...IMPORTS, ...LINT]) if (path.endsWith('.ts')) write(path, source);
  for (const [path, source] of Object.entries({ ...HARMLESS, ...CYCLES })) write(path, source);
  [imports, lint] = await Promise.all([cruise(), oxlint()]);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('imports:', () => {
  test.each(IMPORTS)('%s: %s', (path, _, complaint) => {
    expect(complaintsAbout(path, imports)).toContain(complaint);
  });
});

describe('lint:', () => {
  test.each(LINT.map(([path, source, complaint]) => [complaint, path, source.slice(0, 100)]))(
    '%s, %s: %s',
    (complaint, path) => {
      expect(complaintsAbout(path, lint)).toContain(complaint);
    },
  );
});

describe('no rule complains about', () => {
  test.each(Object.entries(HARMLESS))('%s: %s', (path) => {
    expect(complaintsAbout(path, imports)).toBe('');
    expect(
      complaintsAbout(path, lint)
        .split('\n')
        .filter((line) => /restricted|dockpass/.test(line)),
    ).toEqual([]);
  });
});

function write(path: string, source: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `${source}\n`);
}

function complaintsAbout(path: string, findings: readonly Finding[]): string {
  return findings
    .filter((finding) => finding.path === path)
    .map(({ text }) => text)
    .join('\n');
}

async function cruise(): Promise<Finding[]> {
  const { summary } = JSON.parse(
    await outputOf('dependency-cruiser/bin/dependency-cruiser.mjs', [
      ...['--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', 'src'],
    ]),
  );
  return summary.violations.map(({ from, rule }: { from: string; rule: { name: string } }) => ({
    path: from,
    text: rule.name,
  }));
}

async function oxlint(): Promise<Finding[]> {
  const lines = (await outputOf('oxlint/bin/oxlint', ['-f', 'unix', 'src'])).split('\n');
  return lines.map((line) => ({ path: line.split(':', 1)[0] ?? '', text: line }));
}

/** Whatever the exit code: there is much to find. */
async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const path = join(root, 'node_modules', program);
  return run(process.execPath, [path, ...args], { cwd: folder, maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}
