import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { addRegistry, type Dock, openDock } from '../exchange/registry/dock.ts';
import { type Service, services } from '../exchange/service.ts';
import { DockerDaemon } from '../support/docker-daemon/daemon.ts';
import { describeDocker } from '../support/docker-daemon/programs.ts';
import { describeRegistry } from '../support/registry/programs.ts';
import { type Job, startJob } from '../support/runner.ts';

await describeDocker('docker build and docker push in a job', (docker) => {
  describeRegistry('to a real registry', (programs) => {
    const start = services(afterAll);
    let service: Service;
    let dock: Dock;
    let runner: DockerDaemon;
    /** The daemon of another machine, which has none of the layers. */
    let elsewhere: DockerDaemon;
    let job: Job;

    beforeAll(async () => {
      service = await start({
        trust: [{ project: 'acme/web' }, { project: 'acme/docs' }],
        config: { url: 'http://127.0.0.1:0' },
      });
      await addRegistry(service.store);
      dock = await openDock(programs, service.store, service.url);
      runner = await DockerDaemon.start(docker);
      elsewhere = await DockerDaemon.start(docker);
    });
    afterEach(() => job?.close());
    afterAll(async () => {
      await elsewhere?.remove();
      await runner?.remove();
      await dock?.remove();
    });

    /** The job after the step with these inputs; Docker's configuration is its own. */
    async function open(inputs: Record<string, string> = {}) {
      job = await startJob({ env: service.issuer.environment });
      job.exported.DOCKER_CONFIG = join(job.temp, '../docker');
      const { outputs, ...ended } = await job.run({
        with: { 'exchange-url': service.url, project: 'acme/web', ...inputs },
      });
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      return {
        token: outputs.token ?? '',
        docker: (args: string[], input?: string) => runner.docker(args, job.environment(), input),
      };
    }

    type Run = Awaited<ReturnType<typeof open>>['docker'];

    const at = (repository: string) => `${dock.registry.host}/${repository}`;

    async function build(run: Run, image: string): Promise<void> {
      const context = join(job.workspace, 'context');
      await mkdir(context, { recursive: true });
      await writeFile(join(context, 'greeting'), `Hello, ${randomUUID()}!\n`);
      await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY greeting /\n');
      expect(await run(['build', '--tag', image, context])).toMatchObject({ exitCode: 0 });
    }

    async function login(run: Run, token: string): Promise<void> {
      const words = ['login', '--username=x-token', '--password-stdin', dock.registry.host];
      expect(await run(words, token)).toMatchObject({ exitCode: 0 });
    }

    /** The digest of what another machine pulls. */
    async function pullElsewhere(image: string, token: string): Promise<string> {
      await login((args, input) => elsewhere.docker(args, {}, input), token);
      const pulled = await elsewhere.docker(['pull', image]);
      expect(pulled).toMatchObject({ exitCode: 0, stderr: '' });
      return digestIn(pulled.stdout);
    }

    test.each(['acme/web:1', 'acme/web/api:1'])(
      '%s goes through the credential helper, and comes back elsewhere with the same digest',
      async (repository) => {
        const { docker: run, token } = await open({ registry: dock.registry.host });
        await build(run, at(repository));

        const pushed = await run(['push', at(repository)]);

        expect(pushed).toMatchObject({ exitCode: 0, stderr: '' });
        expect(await pullElsewhere(at(repository), token)).toBe(digestIn(pushed.stdout));
        await job.post();
      },
    );

    test('so it does with docker login, the token on standard input', async () => {
      const { docker: run, token } = await open();
      await login(run, token);
      await build(run, at('acme/web:login'));

      const pushed = await run(['push', at('acme/web:login')]);

      expect(pushed).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await pullElsewhere(at('acme/web:login'), token)).toBe(digestIn(pushed.stdout));
      await job.post();
    });

    test('another project takes nothing, and nothing is pushed once the job is over', async () => {
      const { docker: run } = await open({ registry: dock.registry.host });
      await build(run, at('acme/docs:1'));
      const refused = await run(['push', at('acme/docs:1')]);
      expect(refused).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('denied: The token does not cover project acme/docs; '),
      });

      await build(run, at('acme/web:late'));
      await job.post();
      expect(await run(['push', at('acme/web:late')])).toMatchObject({ exitCode: 1 });

      expect(await dock.registry.repositories()).not.toContain('acme/docs');
    });

    test('a token that may only pull is told so when it pushes, and goes on pulling', async () => {
      const { docker: run, token } = await open({ registry: dock.registry.host });
      await build(run, at('acme/web:pulled'));
      expect(await run(['push', at('acme/web:pulled')])).toMatchObject({ exitCode: 0 });
      const { body } = await service.narrow(token, { scope: 'pull' });
      const other = (args: string[], input?: string) => elsewhere.docker(args, {}, input);
      await login(other, body.access_token);
      expect(await other(['pull', at('acme/web:pulled')])).toMatchObject({ exitCode: 0 });
      expect(await other(['tag', at('acme/web:pulled'), at('acme/web:more')])).toMatchObject({
        exitCode: 0,
      });
      const before = (await service.events()).length;
      expect(await other(['push', at('acme/web:more')])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('denied: The token may not push in acme/web; it covers '),
      });
      // Docker asks twice in any case; a 401 makes it ask no more than that.
      const refusals = (await service.events()).slice(before).map(({ reason }) => reason);
      expect(refusals).toEqual(Array(2).fill('permission_not_granted'));
      expect(await other(['pull', at('acme/docs:1')])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('denied: The token does not cover project acme/docs; '),
      });
      await job.post();
    });

    test('no daemon writes a token to its log', () => {
      for (const secret of service.secrets)
        expect(runner.log + elsewhere.log).not.toContain(secret);
    });
  });
});

/** As `docker push` and `docker pull` print it. */
function digestIn(output: string): string {
  const digest = /\bdigest: (sha256:[0-9a-f]{64})\b/i.exec(output)?.[1];
  if (digest === undefined) throw new Error(`Docker names no digest:\n${output}`);
  return digest;
}
