import { expect, test } from '@jest/globals';
import { EXCHANGE_ROUTES, refusal } from '../../support/exchange-double.ts';
import { describeRegistry } from '../../support/registry/programs.ts';
import { startRegistryDouble } from '../../support/registry-double.ts';
import { runClient } from '../../support/run-client.ts';
import { type DockerScene, dockerScenes } from './docker-job.ts';

const { dockerScene, closing } = dockerScenes();

describeRegistry('the clients of registries, beside the helper', ({ docker, skopeo, buildah }) => {
  async function open(before?: object) {
    const registry = closing(await startRegistryDouble());
    const scene = await dockerScene(before);
    const { host, image } = registry;
    const run = (program: string, args: string[], input?: string) =>
      runClient(scene.env(), program, args, input);
    return {
      registry,
      ...scene,
      inspect: () => run(docker, ['manifest', 'inspect', '--insecure', image]),
      login: () => run(docker, ['login', '--username', 'me', '--password-stdin', host], 'mine'),
      logout: () => run(docker, ['logout', host]),
      skopeo: () => run(skopeo, ['inspect', '--raw', '--tls-verify=false', `docker://${image}`]),
      whoSkopeo: () => run(skopeo, ['login', '--get-login', host]),
      whoBuildah: () => run(buildah, ['login', '--get-login', host]),
    };
  }

  const pair = ({ exchange }: DockerScene) => `x-token:${exchange.granted[0]}`;

  test('docker and skopeo log in with the build token', async () => {
    const job = await open();
    await job.runFor(job.registry.host);

    expect(await job.inspect()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await job.skopeo()).toMatchObject({ exitCode: 0, stderr: '' });

    expect(job.registry.logins()).toEqual([pair(job)]);
  });

  test('docker and skopeo do so in a step that has options for its own Node', async () => {
    const job = await open();
    await job.runFor(job.registry.host);
    job.job.exported.NODE_OPTIONS = '--require ./setup.js';

    expect(await job.inspect()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await job.skopeo()).toMatchObject({ exitCode: 0, stderr: '' });

    expect(job.registry.logins()).toEqual([pair(job)]);
  });

  test('skopeo and buildah know the user', async () => {
    const job = await open({ credsStore: 'not-installed' });
    await job.runFor(job.registry.host);

    const told = { exitCode: 0, stdout: 'x-token\n', stderr: '' };
    expect(await job.whoSkopeo()).toEqual(told);
    expect(await job.whoBuildah()).toEqual(told);
  });

  test('other registries stay without a login', async () => {
    const job = await open();
    await job.runFor('registry.example.com');

    expect((await job.inspect()).exitCode).not.toBe(0);

    expect(job.registry.logins()).toEqual([]);
  });

  test('a login before the step is covered by it, and there again when the job ends', async () => {
    const job = await open({});
    expect(await job.login()).toMatchObject({ exitCode: 0 });
    await job.runFor(job.registry.host);
    expect(await job.inspect()).toMatchObject({ exitCode: 0 });
    await job.post();
    expect(await job.inspect()).toMatchObject({ exitCode: 0 });

    expect(job.registry.logins()).toEqual(['me:mine', pair(job)]);
    const last = job.registry.requests.at(-1)?.headers.authorization;
    expect(last).toBe(`Basic ${Buffer.from('me:mine').toString('base64')}`);
  });

  test('a login after the step changes nothing, and its logout leaves the helper alone', async () => {
    const job = await open({});
    await job.runFor(job.registry.host);
    expect(await job.login()).toMatchObject({ exitCode: 0 });
    expect(await job.inspect()).toMatchObject({ exitCode: 0 });
    expect(await job.logout()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await job.inspect()).toMatchObject({ exitCode: 0 });

    // The second is Docker's own check of the login.
    expect(new Set(job.registry.logins())).toEqual(new Set(['me:mine', pair(job)]));
    const last = job.registry.requests.at(-1)?.headers.authorization;
    expect(last).toBe(`Basic ${Buffer.from(pair(job)).toString('base64')}`);
    await job.post();
    expect(await job.config()).toEqual({ auths: {} });
  });

  test('a token that cannot be renewed: the clients show what the helper says', async () => {
    const job = await open();
    job.tokensLast(1);
    await job.runFor(job.registry.host);
    job.exchange.always(EXCHANGE_ROUTES.token, refusal());
    await new Promise((resolve) => setTimeout(resolve, 1000));

    for (const { exitCode, stderr } of [await job.skopeo(), await job.inspect()]) {
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain('No trust relationship of acme/web admits this ref.');
      expect(stderr).toContain('docs/refusals.md#condition_failed');
    }
  });
});
