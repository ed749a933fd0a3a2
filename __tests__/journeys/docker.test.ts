import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { addRegistry, type Dock, openDock } from '../exchange/registry/dock.ts';
import { type Service, services } from '../exchange/service.ts';
import { secretFor } from '../support/docker-client.ts';
import { digestIn } from '../support/registry/image.ts';
import { describeRegistry } from '../support/registry/programs.ts';
import { runClient } from '../support/run-client.ts';
import { type Job, startJob } from '../support/runner.ts';

/** Seconds; a push must come within them. Whoever operates an exchange cannot go below a minute. */
const TOKEN_LIFE = 5;

describeRegistry('a job whose Docker was made ready for a registry', (programs) => {
  const start = services(afterAll);
  let service: Service;
  let dock: Dock;
  let job: Job;

  beforeAll(async () => {
    service = await start({
      trust: [{ project: 'acme/web' }],
      config: {
        url: 'http://127.0.0.1:0',
        rateLimits: { perAddress: 0, perRepository: 0 },
        lifetimes: { min: 1, default: TOKEN_LIFE, max: TOKEN_LIFE },
      },
    });
    await addRegistry(service.store);
    dock = await openDock(programs, service.store, service.url);
  });
  afterAll(() => dock?.remove());
  afterEach(() => job?.close());

  const inputs = () => ({
    'exchange-url': service.url,
    project: 'acme/web',
    registry: dock.registry.host,
  });

  const skopeo = (...args: string[]) =>
    runClient(job.environment(), programs.skopeo, ['--insecure-policy', ...args]);

  /** No login is named: skopeo looks it up in the configuration that the action has changed. */
  async function push(repository: string) {
    const image = await dock.newImage();
    const to = `docker://${dock.registry.host}/${repository}`;
    const ended = await skopeo('copy', '--dest-tls-verify=false', `oci:${image.path}`, to);
    return { ...ended, digest: image.digest };
  }

  async function isActive(token: string): Promise<boolean> {
    return (await service.introspect(token)).body.active;
  }

  test('pushes at the end of a build that has outlived several tokens', async () => {
    job = await startJob({ env: service.issuer.environment });
    job.exported.DOCKER_CONFIG = `${job.temp}/../docker`;
    const main = await job.run({ with: inputs() });
    const first = main.outputs.token ?? '';
    expect(main).toMatchObject({ exitCode: 0, stderr: '' });

    const secrets = [first];
    for (const round of [1, 2]) {
      while (await isActive(secrets.at(-1) ?? ''))
        await new Promise((resolve) => setTimeout(resolve, 200));
      const pushed = await push(`acme/web:${round}`);
      expect(pushed).toMatchObject({ exitCode: 0 });
      const path = dock.nowhere();
      const from = `docker://${dock.registry.host}/acme/web:${round}`;
      expect(await skopeo('copy', '--src-tls-verify=false', from, `oci:${path}`)).toMatchObject({
        exitCode: 0,
      });
      expect(await digestIn(path)).toBe(pushed.digest);
      secrets.push(await secretFor(job.environment(), dock.registry.host));
    }
    expect(new Set(secrets).size).toBe(3);

    const live = secrets.at(-1) ?? '';
    const [post] = await job.post();
    expect(post).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await isActive(live)).toBe(false);
    expect((await push('acme/web:after')).exitCode).not.toBe(0);
  });

  test('pushes nothing to another project, and is told which it may push to', async () => {
    job = await startJob({ env: service.issuer.environment });
    job.exported.DOCKER_CONFIG = `${job.temp}/../docker`;
    await job.run({ with: inputs() });

    const { exitCode, stderr } = await push('acme/docs:1');

    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(
      'denied: The token does not cover project acme/docs; it covers acme/web',
    );
    await job.post();
  });
});
