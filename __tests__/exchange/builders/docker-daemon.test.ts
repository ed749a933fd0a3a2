import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DockerDaemon } from '../../support/docker-daemon/daemon.ts';
import { describeDocker } from '../../support/docker-daemon/programs.ts';
import { eventually } from '../eventually.ts';
import { type BuilderPki, builderPki, type JobPem, STRANGERS } from './builder-pki.ts';
import { knock, REFUSAL } from './knock.ts';

await describeDocker('a Docker daemon that trusts the builder authority of a project', (docker) => {
  let pki: BuilderPki;
  let daemon: DockerDaemon;
  beforeAll(async () => {
    pki = await builderPki();
    daemon = await DockerDaemon.start(docker, pki.tls);
  });
  afterAll(() => daemon?.remove());

  /** The client of a job on another machine; without `pem` it has no certificate to show. */
  async function client(pem?: JobPem) {
    const folder = await mkdtemp(join(daemon.folder, 'job-'));
    await writeFile(join(folder, 'ca.pem'), pki.serverCa);
    if (pem) {
      await writeFile(join(folder, 'cert.pem'), pem.certificate);
      await writeFile(join(folder, 'key.pem'), pem.privateKey);
    }
    const env = {
      DOCKER_HOST: daemon.endpoint ?? '',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: folder,
    };
    return (...args: string[]) => daemon.docker(args, env);
  }

  async function context(): Promise<string> {
    const folder = await mkdtemp(join(daemon.folder, 'context-'));
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
    return folder;
  }

  test("builds for the project's job", async () => {
    const run = await client(pki.own);
    expect(await run('build', '--tag=acme/web', await context())).toMatchObject({ exitCode: 0 });
    const { stdout } = await run('image', 'inspect', '--format={{.RepoTags}}', 'acme/web');
    expect(stdout).toContain('acme/web:latest');
  });

  test.each(Object.keys(STRANGERS) as (keyof typeof STRANGERS)[])(
    'refuses a certificate %s',
    async (which) => {
      const stranger = pki.strangers[which];
      await expectNothingFor(await client(stranger));
      const before = daemon.log.length;
      expect(await knock(pki, daemon.endpoint ?? '', 'http/1.1', stranger)).toMatch(REFUSAL);
      await daemonSays(/tls: failed to verify (?:client )?certificate: x509: /, before);
    },
  );

  test('refuses a client without a certificate', async () => {
    const before = daemon.log.length;
    await expectNothingFor(await client());
    await daemonSays(/tls: client didn't provide a certificate/, before);
  });

  /** It can neither look around nor build. */
  async function expectNothingFor(run: Awaited<ReturnType<typeof client>>): Promise<void> {
    expect(await run('version')).toMatchObject({ exitCode: 1 });
    expect(await run('build', '--tag=stranger', await context())).toMatchObject({ exitCode: 1 });
    expect((await daemon.docker(['images', '--quiet', 'stranger'])).stdout).toBe('');
  }

  async function daemonSays(words: RegExp, before: number): Promise<void> {
    await eventually(async () => words.test(daemon.log.slice(before)) || undefined);
  }
});
