import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  ACTIONS,
  workflowFiles,
} from '../../../src/exchange/console/pages/project/trust/workflow-yaml.ts';

type Terms = Parameters<typeof workflowFiles>[0];
type Place = Parameters<typeof workflowFiles>[1];

function filesOf(terms: Partial<Terms>, place: Partial<Place> = {}) {
  const files = workflowFiles(
    {
      refs: null,
      events: null,
      environments: null,
      base_refs: null,
      workflows: null,
      reusable_workflows: null,
      permissions: ['build', 'push', 'pull'],
      ...terms,
    },
    {
      url: 'https://dockpass.example.com',
      project: 'acme/web',
      hosts: ['registry.example.com'],
      builder: false,
      ...place,
    },
  );
  return files.map(({ name, yaml }) => ({ name, yaml, workflow: parse(yaml) }));
}

const only = (terms: Partial<Terms>, place: Partial<Place> = {}) => {
  const [file, ...others] = filesOf(terms, place);
  if (!file || others.length > 0) throw new Error('there is not exactly one');
  return file;
};

test('a job may ask for its ID token, and for nothing else', () => {
  const { workflow, name } = only({});
  expect(name).toBe('.github/workflows/image.yml');
  expect(workflow.permissions).toEqual({});
  expect(workflow.jobs.image.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
});

test('the exchange, the project and the registry are filled in', () => {
  const { steps } = only({}).workflow.jobs.image;
  expect(steps[1]).toEqual({
    uses: 'dockpass/dockpass@v1',
    with: {
      'exchange-url': 'https://dockpass.example.com',
      project: 'acme/web',
      registry: 'registry.example.com',
    },
  });
  expect(steps.at(-1).with).toEqual({
    context: '.',
    push: true,
    tags: 'registry.example.com/acme/web:${{ github.sha }}',
  });
});

test.each<[Partial<Terms>, object]>([
  [{}, { push: { branches: ['main'] }, workflow_dispatch: null }],
  [{ refs: ['refs/heads/main', 'refs/tags/v*'] }, { push: { branches: ['main'], tags: ['v*'] } }],
  [
    { refs: ['refs/pull/*/merge'], base_refs: ['main'], events: ['pull_request'] },
    { pull_request: { branches: ['main'] } },
  ],
  [{ refs: ['refs/pull/*/merge'] }, { pull_request: null }],
  [
    { events: ['release', 'schedule', 'workflow_dispatch'] },
    {
      release: { types: ['published'] },
      schedule: [{ cron: '17 3 * * *' }],
      workflow_dispatch: null,
    },
  ],
])('%j starts by %j', (terms, on) => {
  expect(only(terms).workflow.on).toEqual(on);
});

test('an environment is named', () => {
  const { workflow } = only({ environments: ['production: "x"'] });
  expect(workflow.jobs.image.environment).toBe('production: "x"');
});

test('a file is called as the condition wants it', () => {
  const workflows = ['.github/workflows/*.yml', '.github/workflows/release.yml'];
  expect(only({ workflows }).name).toBe('.github/workflows/release.yml');
});

test('a project with a builder builds there', () => {
  const { steps } = only({}, { builder: true }).workflow.jobs.image;
  expect(steps[1]).toMatchObject({ id: 'dockpass', with: { builder: true } });
  expect(steps[2].with.driver).toBe('remote');
});

test('without registry and builder the token is in the environment', () => {
  const { steps } = only({}, { hosts: [] }).workflow.jobs.image;
  expect(steps.map(({ uses, run }: { uses?: string; run?: string }) => uses ?? run)).toEqual([
    expect.stringContaining('actions/checkout@'),
    'dockpass/dockpass@v1',
    expect.stringContaining('./build.sh'),
  ]);
});

test('what may not push, does not', () => {
  const { steps } = only({ permissions: ['build', 'pull'] }).workflow.jobs.image;
  expect(steps.at(-1).with).not.toHaveProperty('push');
});

test('a reusable workflow comes with its caller', () => {
  const reusable = 'acme/flows/.github/workflows/build.yml@refs/tags/v3';
  const [caller, called] = filesOf({ reusable_workflows: [reusable], events: ['push'] });
  expect(caller?.workflow.jobs.image).toEqual({
    permissions: { contents: 'read', 'id-token': 'write' },
    uses: 'acme/flows/.github/workflows/build.yml@v3',
  });
  expect(called?.name).toBe('.github/workflows/build.yml');
  expect(called?.workflow.on).toEqual({ workflow_call: null });
  expect(called?.workflow.jobs.image.steps[1].uses).toBe('dockpass/dockpass@v1');
});

test('actions are pinned as in examples/workflows, with their version behind them', () => {
  const examples = readdirSync('examples/workflows')
    .filter((name) => name.endsWith('.yml'))
    .map((name) => readFileSync(`examples/workflows/${name}`, 'utf8'))
    .join('\n');
  for (const [action, version] of Object.values(ACTIONS)) {
    expect(examples).toContain(`${action} # ${version}`);
    expect(only({}).yaml).toContain(`${action} # ${version}`);
  }
});
