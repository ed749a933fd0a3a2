import { stringify } from 'yaml';
import { hasWildcard } from '../../../../trust/glob.ts';
import type { Relationship } from './frame.ts';

/** What a workflow is filled in with beside the relationship. */
export interface WorkflowPlace {
  /** DOCKPASS_URL. */
  url: string;
  /** `acme/web`. */
  project: string;
  /** Of the registries that build tokens are good for; the first is used. */
  hosts: readonly string[];
  /** Whether the project has a builder. */
  builder: boolean;
}

/** A file of a workflow, to be copied. */
export interface WorkflowFile {
  /** What it is called, or what it is. */
  name: string;
  yaml: string;
}

/** As in `examples/workflows`, by commit: a tag can be moved. */
export const ACTIONS = {
  checkout: ['actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1', 'v7.0.1'],
  buildx: ['docker/setup-buildx-action@37fe631027851001ddb9b187196cc803df7f5f0e', 'v4.3.0'],
  build: ['docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a', 'v7.3.0'],
} as const;

type Terms = Pick<
  Relationship,
  | 'refs'
  | 'events'
  | 'environments'
  | 'base_refs'
  | 'workflows'
  | 'reusable_workflows'
  | 'permissions'
>;

/** Workflows that the relationship admits: one, or a reusable one with its caller. */
export function workflowFiles(terms: Terms, place: WorkflowPlace): WorkflowFile[] {
  const job = { 'runs-on': 'ubuntu-latest', ...inEnvironment(terms), ...PERMISSIONS };
  const steps = stepsOf(terms, place);
  const [reusable] = terms.reusable_workflows ?? [];
  const name = fileOf(terms);
  if (reusable === undefined)
    return [{ name, yaml: yamlOf({ on: startsOf(terms), jobs: { image: { ...job, steps } } }) }];
  const { path, uses } = calledAs(reusable);
  return [
    {
      name,
      yaml: yamlOf({ on: startsOf(terms), jobs: { image: { ...PERMISSIONS, uses } } }),
    },
    {
      name: path,
      yaml: yamlOf({ on: { workflow_call: null }, jobs: { image: { ...job, steps } } }),
    },
  ];
}

const PERMISSIONS = { permissions: { contents: 'read', 'id-token': 'write' } };

function yamlOf({ on, jobs }: { on: object; jobs: object }): string {
  const text = stringify(
    { name: 'image', on, permissions: {}, jobs },
    { lineWidth: 0, nullStr: '' },
  );
  // Only at the top, where GitHub reads them as people do: name, triggers, rights, jobs.
  const spaced = text.replaceAll(/^(?=on:|permissions:|jobs:)/gm, '\n');
  return Object.values(ACTIONS).reduce(
    (yaml, [action, version]) => yaml.replaceAll(action, `${action} # ${version}`),
    spaced
      .replace('id-token: write', 'id-token: write # lets the job ask GitHub for its ID token')
      .replace('run: ./build.sh', 'run: ./build.sh # finds the build token in $BUILD_TOKEN'),
  );
}

function inEnvironment({ environments }: Terms): { environment?: string } {
  const [environment] = environments ?? [];
  return environment === undefined ? {} : { environment };
}

function fileOf({ workflows }: Terms): string {
  return workflows?.find((path) => !hasWildcard(path)) ?? '.github/workflows/image.yml';
}

/** `owner/repository/path@refs/tags/v3` as a workflow names it: `…@v3`. */
function calledAs(reusable: string): { path: string; uses: string } {
  const [file = '', ref = ''] = reusable.split('@', 2);
  const path = file.split('/').slice(2).join('/');
  return { path, uses: `${file}@${ref.replace(/^refs\/(?:heads|tags)\//, '')}` };
}

/** Triggers whose jobs are admitted; some of the default ones where any is. */
function startsOf({ refs, events, base_refs }: Terms): Record<string, unknown> {
  const named = events ?? usualEvents(refs);
  return Object.fromEntries(named.map((event) => [event, filterOf(event, refs, base_refs)]));
}

function usualEvents(refs: Terms['refs']): string[] {
  if (refs === null) return ['push', 'workflow_dispatch'];
  const isPushed = refs.some((ref) => !ref.startsWith('refs/pull/'));
  const isProposed = refs.some((ref) => ref.startsWith('refs/pull/'));
  return [...(isPushed ? ['push'] : []), ...(isProposed ? ['pull_request'] : [])];
}

function filterOf(event: string, refs: Terms['refs'], baseRefs: Terms['base_refs']): unknown {
  switch (event) {
    case 'push':
      return pushFilter(refs);
    case 'pull_request':
      return baseRefs && { branches: baseRefs };
    case 'release':
      return { types: ['published'] };
    case 'schedule':
      return [{ cron: '17 3 * * *' }];
    case 'workflow_run':
      return { workflows: ['ci'], types: ['completed'] };
    default:
      return null;
  }
}

function pushFilter(refs: Terms['refs']): object {
  const below = (prefix: string) =>
    (refs ?? []).flatMap((ref) => (ref.startsWith(prefix) ? [ref.slice(prefix.length)] : []));
  const [branches, tags] = [below('refs/heads/'), below('refs/tags/')];
  if (branches.length + tags.length === 0) return { branches: ['main'] };
  return { ...(branches.length > 0 && { branches }), ...(tags.length > 0 && { tags }) };
}

function stepsOf({ permissions }: Terms, place: WorkflowPlace): object[] {
  const builds = permissions.includes('build') && place.builder;
  const pushes = permissions.includes('push');
  const host =
    permissions.includes('build') && !pushes && !permissions.includes('pull')
      ? undefined
      : place.hosts[0];
  const dockpass = {
    uses: 'dockpass/dockpass@v1',
    ...(builds && { id: 'dockpass' }),
    with: {
      'exchange-url': place.url,
      project: place.project,
      ...(host !== undefined && { registry: host }),
      ...(builds && { builder: true }),
    },
  };
  const checkout = { uses: ACTIONS.checkout[0], with: { 'persist-credentials': false } };
  if (host === undefined && !builds) return [checkout, dockpass, { run: './build.sh' }];
  return [
    checkout,
    dockpass,
    { uses: ACTIONS.buildx[0], ...(builds && { with: REMOTE }) },
    { uses: ACTIONS.build[0], with: buildOptions(place, host, pushes) },
  ];
}

const REMOTE = {
  driver: 'remote',
  endpoint: '${{ steps.dockpass.outputs.builder-endpoint }}',
  'driver-opts': '${{ steps.dockpass.outputs.builder-driver-opts }}',
};

function buildOptions({ project }: WorkflowPlace, host: string | undefined, pushes: boolean) {
  return {
    context: '.',
    ...(pushes && { push: true }),
    ...(host !== undefined && { tags: `${host}/${project}:\${{ github.sha }}` }),
  };
}
