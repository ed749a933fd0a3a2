import { readFile, stat } from 'node:fs/promises';
import { afterEach, expect, test } from '@jest/globals';
import { exampleJob } from '../../support/workflow/examples.ts';
import { type Played, playJob } from '../../support/workflow/play.ts';
import { builderScenes, SERVER_NAME } from './builder-scene.ts';
import { readByBuildx, readBySetupBuildx } from './driver-opts-readers.ts';

const { builderScene } = builderScenes();
let played: Played | undefined;

afterEach(() => played?.job.close());

test('remote-builder.yml gives docker/setup-buildx-action a builder that admits the job', async () => {
  const { builder, exchange, issuer } = await builderScene();

  played = await playJob(exampleJob('remote-builder'), {
    exchangeUrl: exchange.url,
    idTokens: issuer.environment,
    contexts: { github: { sha: '7b9e2f0' } },
  });
  const { ours, given, job } = played;

  expect(ours).toMatchObject({ exitCode: 0, stderr: '' });
  expect(builder.admitted).toEqual([`URI:${exchange.url}/acme/web`]);
  const { 'driver-opts': options = '', ...buildx } = given('docker/setup-buildx-action');
  expect(buildx).toEqual({ driver: 'remote', endpoint: builder.endpoint });
  const { servername, key = '', ...files } = readByBuildx(readBySetupBuildx(options));
  expect(servername).toBe(SERVER_NAME);
  expect(await readFile(key, 'utf8')).toContain('PRIVATE KEY');
  for (const file of [files.cacert, files.cert])
    expect(await readFile(file ?? '', 'utf8')).toContain('CERTIFICATE');

  await job.post();
  await expect(stat(key)).rejects.toThrow('ENOENT');
});
