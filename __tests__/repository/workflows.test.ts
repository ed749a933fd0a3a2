import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readTree } from './read-tree.ts';
import { weaknessesOf } from './workflow-rules.ts';

/** Those that GitHub runs here, and those that readers are told to copy. */
const WORKFLOWS = Object.entries({
  ...readTree('.github/workflows', '.yml'),
  ...readTree('examples/workflows', '.yml'),
});

test.each(WORKFLOWS)('%s is hardened', (_, text) => {
  expect(weaknessesOf(text)).toEqual([]);
});

test('an action has one version everywhere, also in the README', () => {
  const texts = [...WORKFLOWS.map(([, text]) => text), readFileSync('README.md', 'utf8')];
  const uses = texts.flatMap((text) => [...text.matchAll(/uses: ([\w./-]+)@(.+)$/gm)]);
  const versions = new Map<string, Set<string>>();
  for (const [, action = '', version = ''] of uses)
    versions.set(action, new Set(versions.get(action)).add(version));
  expect([...versions].filter(([, used]) => used.size > 1)).toEqual([]);
});

test('a careless workflow is found out', () => {
  const careless = [
    'on: push',
    'permissions: write-all',
    'jobs:',
    '  build:',
    '    steps:',
    '      - uses: actions/checkout@v7',
    '      - run: echo ${{ github.head_ref }}',
    '      - uses: ./',
    '      - uses: dockpass/dockpass@main',
    '  called:',
    '    uses: ./.github/workflows/called.yml',
  ].join('\n');
  expect(weaknessesOf(careless)).toEqual([
    '- uses: actions/checkout@v7: not a commit with its version behind it',
    '- uses: dockpass/dockpass@main: not a commit with its version behind it',
    'its permissions are not {} at the top',
    'it has no concurrency',
    'job build says nothing about its permissions',
    'job build has no timeout-minutes',
    'job build checks out without persist-credentials: false',
    'job build puts an expression into a script; pass it through env',
    'job called says nothing about its permissions',
  ]);
});
