import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { addRegistry, type Dock, openDock } from '../exchange/registry/dock.ts';
import { type Service, services } from '../exchange/service.ts';
import { addProjectToken } from '../exchange/tenants.ts';
import { describeRegistry } from '../support/registry/programs.ts';
import { runClient } from '../support/run-client.ts';
import { exampleJob } from '../support/workflow/examples.ts';
import { type Played, playJob, type Surroundings } from '../support/workflow/play.ts';

const start = services(afterAll);
const REUSABLE = 'acme/web/.github/workflows/reusable-workflow.yml@refs/heads/main';
const played: Played[] = [];
let service: Service;

beforeAll(async () => {
  service = await start({
    trust: ['web', 'docs', 'api', 'web-previews'].map((name) => ({ project: `acme/${name}` })),
    config: { url: 'http://127.0.0.1:0', rateLimits: { perAddress: 0, perRepository: 0 } },
  });
});
afterEach(async () => {
  await Promise.all(played.splice(0).map(({ job }) => job.close()));
});

interface Changes extends Partial<Surroundings> {
  registry?: string;
}

async function play(name: string, { registry, ...changes }: Changes = {}): Promise<Played> {
  const result = await playJob(exampleJob(name, registry), {
    exchangeUrl: service.url,
    idTokens: service.issuer.environment,
    ...changes,
    contexts: { github: { sha: '7b9e2f0', ref: 'refs/heads/main' }, ...changes.contexts },
  });
  played.push(result);
  return result;
}

const isActive = async (token = '') => (await service.introspect(token)).body.active;

describe('the workflows in examples/', () => {
  test('login-action.yml gives docker/login-action a token that ends with the job', async () => {
    const { ours, given, job } = await play('login-action');
    const login = given('docker/login-action');

    expect(login).toEqual({
      registry: 'registry.example.com',
      username: 'x-token',
      password: ours.outputs.token,
    });
    expect(ours.outputs).toMatchObject({ projects: 'acme/web', 'expires-in': '1800' });
    expect(await isActive(login.password)).toBe(true);
    await job.post();
    expect(await isActive(login.password)).toBe(false);
  });

  test('build-secrets.yml gives the token to the build as a secret', async () => {
    const { ours, given } = await play('build-secrets');
    expect(given('docker/build-push-action').secrets).toBe(`build_token=${ours.outputs.token}`);
    expect(await isActive(ours.outputs.token)).toBe(true);
  });

  test('depot.yml leaves the token where Depot’s actions look for it', async () => {
    const { ours, job } = await play('depot');
    expect(ours.exitCode).toBe(0);
    expect(await isActive(job.exported.DEPOT_TOKEN)).toBe(true);
  });

  test('matrix.yml gets each job a token for its own project only', async () => {
    const projects = exampleJob('matrix').strategy?.matrix?.project ?? [];
    expect(projects.length).toBeGreaterThan(1);
    for (const project of projects) {
      const { ours, given } = await play('matrix', { contexts: { matrix: { project } } });
      expect(ours.outputs.projects).toBe(`acme/${project}`);
      expect(given('docker/build-push-action')).toMatchObject({
        context: project,
        tags: `registry.example.com/acme/${project}:7b9e2f0`,
      });
    }
  });
});

describe('reusable-workflow.yml', () => {
  const inputs = () => exampleJob('reusable-workflow-caller').with ?? {};

  test('gets the token of the project that its caller names', async () => {
    const { ours, given } = await play('reusable-workflow', { contexts: { inputs: inputs() } });
    expect(ours.outputs.projects).toBe('acme/web');
    expect(given('docker/build-push-action').tags).toBe('registry.example.com/acme/web:7b9e2f0');
  });

  test('needs the permission that its caller gives', async () => {
    expect(exampleJob('reusable-workflow-caller').permissions).toEqual(
      exampleJob('reusable-workflow').permissions,
    );
    const { ours } = await play('reusable-workflow', {
      contexts: { inputs: inputs() },
      workflowRef: REUSABLE,
      idTokens: {},
    });
    expect(ours.outputs['error-code']).toBe('id_token_reusable_workflow');
  });
});

describe('fork-pull-request.yml', () => {
  const github = { event: { pull_request: { number: 7 } } };

  test('pushes a preview of a branch of the repository', async () => {
    const { ours, given } = await play('fork-pull-request', { contexts: { github } });
    expect(ours.outputs.projects).toBe('acme/web-previews');
    expect(given('docker/build-push-action')).toMatchObject({
      push: 'true',
      tags: 'registry.example.com/acme/web-previews:7',
    });
  });

  test('builds what comes from a fork without a login, and passes', async () => {
    const { ours, given } = await play('fork-pull-request', { contexts: { github }, idTokens: {} });
    expect(ours).toMatchObject({ exitCode: 0, outputs: { source: 'none' } });
    expect(given('docker/build-push-action').push).toBe('false');
  });

  test('logs in with the fallback token where the run may read it, and pushes nothing', async () => {
    const contexts = { github, secrets: { DOCKPASS_PULL_TOKEN: 'dpp_fallback_token' } };
    const { ours, given } = await play('fork-pull-request', { contexts, idTokens: {} });
    expect(ours).toMatchObject({ exitCode: 0, outputs: { source: 'fallback' } });
    expect(given('docker/build-push-action').push).toBe('false');
  });
});

describeRegistry('the workflows in examples/, with a registry', (programs) => {
  let dock: Dock;

  beforeAll(async () => {
    await addRegistry(service.store);
    dock = await openDock(programs, service.store, service.url);
  });
  afterAll(() => dock?.remove());

  /** As a later step of the job would, which knows no password. */
  async function push({ job }: Played, tag = '') {
    const { path } = await dock.newImage();
    const copy = ['copy', '--dest-tls-verify=false', `oci:${path}`, `docker://${tag}`];
    return runClient(job.environment(), programs.skopeo, ['--insecure-policy', ...copy]);
  }

  test('login-action.yml: docker logs in with what it is given, and the tag can be pushed', async () => {
    const { given } = await play('login-action', { registry: dock.registry.host });
    const { registry = '', username, password = '' } = given('docker/login-action');

    expect(await dock.dockerLogin(registry, password, username)).toMatchObject({ exitCode: 0 });

    const { tags = '' } = given('docker/build-push-action');
    expect(await dock.buildAndPush(tags)).toMatchObject({ exitCode: 0 });
  });

  test.each(['registry', 'build-secrets'])('%s.yml: the tag can be pushed', async (name) => {
    const example = await play(name, { registry: dock.registry.host });
    expect(await push(example, example.given('docker/build-push-action').tags)).toMatchObject({
      exitCode: 0,
    });
  });

  test('fork-pull-request.yml: a fallback token that may pull pulls, and pushes nothing', async () => {
    const registry = dock.registry.host;
    const github = { event: { pull_request: { number: 7 } } };
    const branch = await play('fork-pull-request', { registry, contexts: { github } });
    const { tags = '' } = branch.given('docker/build-push-action');
    expect(await push(branch, tags)).toMatchObject({ exitCode: 0 });
    const { token } = await addProjectToken(service.store, {
      project: 'acme/web-previews',
      permissions: ['pull'],
    });
    const contexts = { github, secrets: { DOCKPASS_PULL_TOKEN: token } };
    const fork = await play('fork-pull-request', { registry, contexts, idTokens: {} });

    const inspect = ['--insecure-policy', 'inspect', '--tls-verify=false', `docker://${tags}`];
    const pulled = await runClient(fork.job.environment(), programs.skopeo, inspect);
    expect(pulled).toMatchObject({ exitCode: 0 });
    expect((await push(fork, tags)).stderr).toContain('denied: The token may not push in ');
  });

  test('matrix.yml: each job can push the tag of its own project, and no other', async () => {
    const registry = dock.registry.host;
    const [web, docs] = await Promise.all(
      ['web', 'docs'].map((project) =>
        play('matrix', { registry, contexts: { matrix: { project } } }),
      ),
    );
    if (!web || !docs) throw new Error('A job is missing.');
    const tagOfWeb = web.given('docker/build-push-action').tags;
    expect(await push(web, tagOfWeb)).toMatchObject({ exitCode: 0 });
    const refused = await push(docs, tagOfWeb);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('denied: The token does not cover project ');
  });
});
