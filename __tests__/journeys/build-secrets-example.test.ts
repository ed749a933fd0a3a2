import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { addRegistry, type Dock, openDock } from '../exchange/registry/dock.ts';
import { type Service, services } from '../exchange/service.ts';
import { importBaseImage } from '../support/docker-daemon/base-image.ts';
import { DockerDaemon } from '../support/docker-daemon/daemon.ts';
import { describeDocker } from '../support/docker-daemon/programs.ts';
import { describeRegistry } from '../support/registry/programs.ts';
import { exampleJob } from '../support/workflow/examples.ts';
import { type Played, playJob } from '../support/workflow/play.ts';

const MODEL = 'weights of acme/web';

await describeDocker('build-secrets.yml and its Dockerfile', (docker) => {
  describeRegistry(
    'with BuildKit and a registry',
    (programs) => {
      const start = services(afterAll);
      const artifacts = createServer();
      let served = 0;
      let service: Service;
      let dock: Dock;
      let daemon: DockerDaemon;
      let played: Played;

      beforeAll(async () => {
        service = await start({ trust: [{}], config: { url: 'http://127.0.0.1:0' } });
        artifacts.on('request', ({ headers }, response) => {
          void answer(response, headers.authorization?.replace(/^Bearer /, '') ?? '');
        });
        artifacts.listen(0, '127.0.0.1');
        await once(artifacts, 'listening');
        await addRegistry(service.store);
        dock = await openDock(programs, service.store, service.url);
        daemon = await DockerDaemon.start(docker);
        await importBaseImage(daemon, 'alpine:3.22', {
          copied: ['sh', 'sed', 'curl'],
          idle: ['apk'],
        });
      });
      afterEach(() => played?.job.close());
      afterAll(async () => {
        artifacts.close();
        await daemon?.remove();
        await dock?.remove();
      });

      /** A service that asks the exchange about its callers' tokens. */
      async function answer(response: ServerResponse, token: string): Promise<void> {
        const { body } = await service.introspect(token);
        if (!body.active || !body.projects.includes('acme/web')) {
          response.writeHead(401).end();
          return;
        }
        served += 1;
        response.end(MODEL);
      }

      /** As docker/build-push-action does; what is not on this machine is replaced. */
      async function build(secrets: string, ...options: string[]) {
        const context = join(daemon.folder, 'context');
        await mkdir(context, { recursive: true });
        const example = played.given('docker/build-push-action');
        const dockerfile = await readFile(`examples/workflows/${example.file}`, 'utf8');
        const { port } = artifacts.address() as AddressInfo;
        const here = dockerfile
          .replace(/^# syntax=.*\n/, '')
          .replace('https://artifacts.example.com', `http://127.0.0.1:${port}`);
        await writeFile(join(context, 'Dockerfile'), here);
        const [id = '', value = ''] = secrets.split('=');
        const file = join(daemon.folder, id);
        await writeFile(file, value);
        const secret = `--secret=id=${id},src=${file}`;
        return daemon.docker(['build', '--network=host', secret, ...options, context]);
      }

      test('the token fetches what it opens, stands in no layer, and the tag is pushed', async () => {
        played = await playJob(exampleJob('build-secrets', dock.registry.host), {
          exchangeUrl: service.url,
          idTokens: service.issuer.environment,
          contexts: { github: { sha: '7b9e2f0' } },
        });
        const { secrets = '', tags = '' } = played.given('docker/build-push-action');
        const token = played.ours.outputs.token ?? '';

        expect((await build(`${secrets}x`)).exitCode).toBe(1);
        expect(served).toBe(0);
        expect(await build(secrets, `--tag=${tags}`)).toMatchObject({ exitCode: 0 });
        expect(served).toBe(1);
        const pushed = await daemon.docker(['push', tags], played.job.environment());
        expect(pushed).toMatchObject({ exitCode: 0 });

        // The layers of the stage that had it come from the cache, although the secret is another.
        expect(await build('build_token=another', '--target=fetch', '--tag=fetch')).toMatchObject({
          exitCode: 0,
        });
        expect(served).toBe(1);
        const archive = join(daemon.folder, 'fetch.tar');
        await daemon.docker(['save', `--output=${archive}`, 'fetch']);
        const layers = await readFile(archive, 'latin1');
        expect(layers).toContain(MODEL);
        expect(layers).not.toContain(token);
        expect(daemon.log).not.toContain(token);
      });
    },
    { curl: 'curl' },
  );
});
