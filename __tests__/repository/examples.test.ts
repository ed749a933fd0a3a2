import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseWorkflow } from '../support/workflow/workflow.ts';
import { actionInterface, faultsOf } from './example-rules.ts';
import { driftedExcerpts, excerptsOf, linkedExamples } from './excerpts.ts';
import { readTree } from './read-tree.ts';

const EXAMPLES = readTree('examples/workflows', '.yml');
const FILES = { ...EXAMPLES, ...readTree('examples/workflows', 'Dockerfile') };
const action = actionInterface(readFileSync('action.yml', 'utf8'));
const textOf = (name: string) => FILES[`examples/workflows/${name}`] ?? '';

describe('the workflows in examples/', () => {
  test.each(Object.entries(EXAMPLES))('%s asks for what the action has', (_, text) => {
    expect(faultsOf(text, action)).toEqual([]);
  });

  test('an example of another action is found out', () => {
    const wrong = [
      '# When you like.',
      'name: wrong',
      'jobs:',
      '  build:',
      '    steps:',
      '      - uses: dockpass/dockpass@v1',
      '        id: dockpass',
      '        with: { exchange: here, project: acme/web }',
      '      - run: ./build',
      '        env:',
      '          USER: ${{ steps.dockpass.outputs.user }}',
      '          TOKEN: ${{ steps.pass.outputs.token }}',
    ].join('\n');
    expect(faultsOf(wrong, action)).toEqual([
      'does not open with two lines of comment',
      'sets the input exchange, which action.yml does not have',
      'reads the output user, which action.yml does not have',
      'reads an output of pass, which no step is called',
    ]);
  });

  test('the caller of the reusable workflow gives it the inputs that it takes', () => {
    const { on } = parse(textOf('reusable-workflow.yml'));
    const { image } = parseWorkflow(textOf('reusable-workflow-caller.yml')).jobs;
    expect(basename(image?.uses ?? '')).toBe('reusable-workflow.yml');
    expect(Object.keys(image?.with ?? {})).toEqual(Object.keys(on.workflow_call.inputs));
  });

  test('the Dockerfile mounts the secret that its workflow hands to the build', () => {
    const { steps = [] } = parseWorkflow(textOf('build-secrets.yml')).jobs.image ?? {};
    const { secrets, file } = steps.find(({ with: inputs }) => inputs?.secrets)?.with ?? {};
    const [id] = String(secrets).split('=');
    expect(textOf(String(file))).toContain(`RUN --mount=type=secret,id=${id},required=true`);
    expect(textOf(String(file))).toContain(`/run/secrets/${id} `);
  });
});

describe('pages', () => {
  const docker = readFileSync('docs/docker.md', 'utf8');

  test.each(['README.md', 'docs/docker.md'])('%s quotes examples as they are', (page) => {
    const markdown = readFileSync(page, 'utf8');
    expect(excerptsOf(markdown).some(({ source }) => source)).toBe(true);
    expect(driftedExcerpts(markdown, FILES)).toEqual([]);
  });

  test('docs/docker.md explains every example, and has no workflow that is none', () => {
    expect([...new Set(linkedExamples(docker))].toSorted()).toEqual(Object.keys(FILES).toSorted());
    expect(excerptsOf(docker).filter(({ source }) => !source)).toEqual([]);
  });

  test('an excerpt that has drifted is found, and so is one of no example', () => {
    const markdown = [
      'See [a](../examples/workflows/a.yml):',
      '',
      '```yaml',
      'push: false',
      '```',
      '',
      'See [b](examples/workflows/b.yml):',
      '',
      '```yaml',
      'push: true',
      '```',
    ].join('\n');
    expect(driftedExcerpts(markdown, { 'examples/workflows/a.yml': 'push: true\n' })).toEqual([
      'line 3: not the text of examples/workflows/a.yml',
      'line 9: not the text of examples/workflows/b.yml',
    ]);
  });
});
