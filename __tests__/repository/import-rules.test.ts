import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readTree } from './read-tree.ts';
import {
  declaredDependencies,
  medianLines,
  noCycles,
  onlyDownward,
  outsideWorld,
  type Rule,
  silentImports,
  smallFiles,
  tellingNames,
} from './rules.ts';
import { parse } from './source/parse.ts';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

const RULES = {
  'imports run downward': onlyDownward,
  'no file imports itself through others': noCycles,
  'the outside world is passed in': outsideWorld,
  'importing a module does nothing and leaves nothing behind': silentImports,
  'names say what a file is about': tellingNames,
  'files stay small': smallFiles,
  'programs import declared dependencies only': declaredDependencies(Object.keys(dependencies)),
} satisfies Record<string, Rule>;

type RuleName = keyof typeof RULES;

describe('the sources', () => {
  const sources = parse([readTree('src', '.ts')]).flat();

  test.each(Object.entries(RULES))('%s', (_, rule) => {
    expect(rule(sources)).toEqual([]);
  });

  test('the usual file fits on a screen or two', () => {
    expect(medianLines(sources)).toBeLessThanOrEqual(80);
  });
});

/** Path → text of files that break the rule, and what the complaint must say. */
type Violation = [rule: RuleName, files: Record<string, string>, complaint: string];

const DOWNWARD = 'imports run downward';
const OUTSIDE = 'the outside world is passed in';
const SILENT = 'importing a module does nothing and leaves nothing behind';
const DECLARED = 'programs import declared dependencies only';

const VIOLATIONS: Violation[] = [
  [DOWNWARD, { 'src/protocol/a.ts': "import '../action/b.ts';" }, 'protocol may import nothing'],
  [DOWNWARD, { 'src/action/a.ts': "import '../exchange/refusal.ts';" }, 'meet on the wire'],
  [DOWNWARD, { 'src/exchange/flows/a.ts': "export * from '../../action/b.ts';" }, 'action/b.ts'],
  [
    DOWNWARD,
    { 'src/exchange/flows/a.ts': "import type { A } from '../stores/sqlite/b.ts';" },
    'a.ts:1 imports src/exchange/stores/sqlite/b.ts; flows may import',
  ],
  [
    DOWNWARD,
    { 'src/exchange/api/a.ts': "type A = import('../stores/sqlite/b.ts').B;" },
    'stores/sqlite/b.ts; api may import',
  ],
  [
    DOWNWARD,
    { 'src/exchange/flows/a.ts': "export const a = () => import('../api/b.ts');" },
    'api/b.ts; flows may import',
  ],
  [DOWNWARD, { 'src/exchange/trust/a.ts': "import { b } from '../flows/b.ts';" }, 'subjects may'],
  [DOWNWARD, { 'src/exchange/api/a.ts': "import { b } from '../console/b.ts';" }, 'api may import'],
  [
    DOWNWARD,
    { 'src/exchange/config/config.ts': "import './system/clock.ts';" },
    'contracts may import',
  ],
  [DOWNWARD, { 'src/exchange/main.ts': "import '../cli/serve.ts';" }, 'main may import'],
  [DOWNWARD, { 'src/cli/a.ts': "import '../../scripts/a.ts';" }, 'imports scripts/a.ts; cli may'],
  [DOWNWARD, { 'src/exchange/new-folder/a.ts': '' }, 'belongs to no layer'],
  [
    'no file imports itself through others',
    {
      'src/protocol/a.ts': "import type { B } from './b.ts'; export type A = B;",
      'src/protocol/b.ts': "import type { C } from './c.ts'; export type B = C;",
      'src/protocol/c.ts': "import type { A } from './a.ts'; export type C = A;",
    },
    'src/protocol/a.ts → src/protocol/b.ts → src/protocol/c.ts → src/protocol/a.ts',
  ],
  [
    OUTSIDE,
    { 'src/cli/a.ts': 'export const a = () => process.env.HOME;' },
    'uses process.env.HOME',
  ],
  [OUTSIDE, { 'src/cli/a.ts': 'export const a = () => process["env"];' }, 'uses process,'],
  [OUTSIDE, { 'src/cli/a.ts': 'export const a = globalThis\n.process?.env?.A;' }, 'process.env.A,'],
  [OUTSIDE, { 'src/cli/a.ts': 'export const { env } = process;' }, 'a door to the environment'],
  [OUTSIDE, { 'src/cli/a.ts': "import { env } from 'node:process';" }, 'a door to the environment'],
  [OUTSIDE, { 'src/cli/a.ts': 'export const a = globalThis.process.env;' }, 'uses process.env'],
  [OUTSIDE, { 'src/action/a.ts': 'export const a = (now = Date.now) => now();' }, 'uses Date.now'],
  [OUTSIDE, { 'src/action/a.ts': 'export const a = () => new Date();' }, 'a door to the clock'],
  [OUTSIDE, { 'src/action/a.ts': 'export const a = () => performance.now();' }, 'to the clock'],
  [OUTSIDE, { 'src/action/a.ts': 'export const a = () => Math.random();' }, 'to randomness'],
  [
    OUTSIDE,
    { 'src/action/a.ts': 'export const { random } = Math;' },
    'uses Math, a door to random',
  ],
  [OUTSIDE, { 'src/action/a.ts': 'export const a = () => crypto.randomUUID();' }, 'randomUUID, a'],
  [
    OUTSIDE,
    { 'src/exchange/tokens/a.ts': "\nimport { createHash, randomBytes as b } from 'node:crypto';" },
    'a.ts:2 imports randomBytes of node:crypto, a door to randomness',
  ],
  [OUTSIDE, { 'src/exchange/tokens/a.ts': "import * as c from 'node:crypto';" }, 'imports * of'],
  [OUTSIDE, { 'src/exchange/identity/a.ts': "export const a = () => fetch('');" }, 'uses fetch'],
  [OUTSIDE, { 'src/exchange/identity/a.ts': 'export const a = () => ({ fetch });' }, 'uses fetch'],
  [OUTSIDE, { 'src/exchange/api/a.ts': "import { request } from 'node:https';" }, 'to the network'],
  [OUTSIDE, { 'src/exchange/api/a.ts': "export const a = () => import('undici');" }, 'of undici'],
  [SILENT, { 'src/exchange/main.ts': 'console.log(1);' }, 'main.ts:1 runs on import'],
  [SILENT, { 'src/protocol/a.ts': 'export const a = 1;\nif (a) a.toFixed();' }, 'a.ts:2 runs on'],
  [SILENT, { 'src/protocol/a.ts': 'let cache: string;' }, 'keeps state in the module'],
  ['names say what a file is about', { 'src/protocol/utils.ts': '' }, 'Name it after'],
  ['names say what a file is about', { 'src/exchange/common/a.ts': '' }, 'Name it after'],
  ['files stay small', { 'src/protocol/a.ts': '// line\n'.repeat(251) }, 'has 251 lines'],
  [DECLARED, { 'src/cli/a.ts': "import ajv from 'ajv';" }, 'imports ajv, not one of dependencies'],
  [DECLARED, { 'src/cli/a.ts': "import type { A } from '@babel/core/lib';" }, '@babel/core/lib'],
];

describe('each rule catches', () => {
  const parsed = parse(VIOLATIONS.map(([, files]) => files));

  test.each(
    VIOLATIONS.map(([rule, files, complaint], index) => ({
      rule,
      path: Object.keys(files)[0],
      sources: parsed[index] ?? [],
      complaint,
    })),
  )('$rule: $complaint', ({ rule, sources, complaint }) => {
    expect(RULES[rule](sources)).toEqual([expect.stringContaining(complaint)]);
  });
});

const HARMLESS: [rule: RuleName, files: Record<string, string>][] = [
  [DOWNWARD, { 'src/exchange/flows/a.ts': "import type { Store } from '../stores/port.ts';" }],
  [
    DOWNWARD,
    {
      'src/exchange/flows/a.ts': "// import '../stores/sqlite/b.ts'\nconst a = `import '../x.ts'`;",
    },
  ],
  [
    DOWNWARD,
    { 'src/exchange/main.ts': "import './stores/sqlite/store.ts'; import './api/app.ts';" },
  ],
  [OUTSIDE, { 'src/exchange/system/a.ts': 'export const a = () => Date.now() + process.env.A;' }],
  [OUTSIDE, { 'src/exchange/flows/a.ts': 'export const a = (fetch: Fetch) => fetch({ fetch });' }],
  [OUTSIDE, { 'src/exchange/flows/a.ts': 'export const a = (b: Typ) => new Date(b.fetch);' }],
  [
    OUTSIDE,
    { 'src/exchange/flows/a.ts': 'export type Fetch = typeof fetch; type E = typeof process.env;' },
  ],
  [OUTSIDE, { 'src/exchange/flows/a.ts': 'export const a = ({ fetch: f }) => f(Math.floor(1));' }],
  [OUTSIDE, { 'src/exchange/api/a.ts': "import type { request } from 'node:http';" }],
  [OUTSIDE, { 'src/exchange/api/a.ts': "import { createServer, type Agent } from 'node:http';" }],
  [SILENT, { 'src/cli/main.ts': 'await run();' }],
  [DECLARED, { 'src/cli/a.ts': "import { HTTPException } from 'hono/http-exception';" }],
];

describe('no rule complains about', () => {
  const parsed = parse(HARMLESS.map(([, files]) => files));

  test.each(
    HARMLESS.map(([rule, files], index) => ({ rule, files, sources: parsed[index] ?? [] })),
  )('$files', ({ rule, sources }) => {
    expect(sources).not.toEqual([]);
    expect(RULES[rule](sources)).toEqual([]);
  });
});
