import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { serverIdentity } from '../../support/builder/certificates.ts';
import { filesBelow, leaks } from '../../support/leaks.ts';
import { together } from '../../support/together.ts';
import { builderScenes, keyLines, OUTPUTS, SERVER_NAME } from './builder-scene.ts';
import { readByBuildx, readBySetupBuildx } from './driver-opts-readers.ts';

const { builderScene, trust } = builderScenes();

/** Windows has no modes. */
const testModes = process.platform === 'win32' ? test.skip : test;

test('the builder admits the job before anybody is told of it', async () => {
  const { builder, settings, exchange, runFor, asked } = await builderScene();

  const { exitCode, stderr, outputs } = await runFor();

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(builder.admitted).toEqual([`URI:${exchange.url}/acme/web`]);
  expect(outputs).toMatchObject({
    authenticated: 'true',
    'error-code': '',
    'builder-endpoint': settings.endpoint,
    'builder-server-name': SERVER_NAME,
  });
  expect(asked()).toHaveLength(1);
  expect(asked()[0]?.headers).toMatchObject({
    authorization: `Bearer ${exchange.granted[0]}`,
    'content-type': 'application/json',
  });
});

test('an older TLS 1.2 will do, an address as the name, an authority that is no root', async () => {
  const { serverAuthority } = trust();
  const identity = await serverIdentity(serverAuthority, [SERVER_NAME, '127.0.0.1']);
  const cases = {
    'TLS 1.2': { builder: { maxVersion: 'TLSv1.2' }, settings: {} },
    address: { builder: {}, settings: { server_name: '127.0.0.1' } },
    // Go takes any certificate that it was given as an anchor, the server's own, too.
    'no root': { builder: {}, settings: { server_ca: identity.cert } },
  } as const;
  await together(cases, async ({ builder, settings }) => {
    const stage = await builderScene({ builder: { ...identity, ...builder } });
    stage.answering(settings);

    expect(await stage.runFor()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(stage.builder.admitted).toHaveLength(1);
  });
});

test('the files are what buildx needs: our key, a certificate for it, their authorities', async () => {
  const { runFor, settings } = await builderScene();

  const { outputs } = await runFor();

  const read = (name: string) => readFile(outputs[name] ?? '', 'utf8');
  const key = createPrivateKey(await read('builder-key'));
  const certificate = new X509Certificate(await read('builder-cert'));
  expect(key.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(certificate.checkPrivateKey(key)).toBe(true);
  expect(new X509Certificate(await read('builder-cacert')).fingerprint256).toBe(
    new X509Certificate(settings.server_ca).fingerprint256,
  );
  expect(readByBuildx(readBySetupBuildx(outputs['builder-driver-opts'] ?? ''))).toEqual({
    cacert: outputs['builder-cacert'],
    cert: outputs['builder-cert'],
    key: outputs['builder-key'],
    servername: SERVER_NAME,
  });
});

testModes('nobody else on the runner may read them', async () => {
  const { runFor, job } = await builderScene();

  const { outputs } = await runFor();

  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  const folder = dirname(outputs['builder-key'] ?? '');
  expect(dirname(folder)).toBe(job.temp);
  expect(await modeOf(folder)).toBe('700');
  const names = await readdir(folder);
  expect(names.toSorted()).toEqual(['ca.pem', 'cert.pem', 'key.pem']);
  for (const name of names) expect(await modeOf(`${folder}/${name}`)).toBe('600');
});

test('the private key is masked line by line, and stands in its file only', async () => {
  const { runFor, job, exchange, asked } = await builderScene({ env: { RUNNER_DEBUG: '1' } });

  const main = await runFor();

  const lines = await keyLines(main);
  expect(lines.length).toBeGreaterThan(1);
  expect(main.masks).toEqual(expect.arrayContaining(lines));
  const key = main.outputs['builder-key'] ?? '';
  for (const line of lines) {
    expect(leaks(main, line)).toEqual([]);
    expect(exchange.requests.filter(({ body }) => body.includes(line))).toEqual([]);
    const files = await filesBelow(job.temp);
    const places = Object.entries(files).filter(([, text]) => text.includes(line));
    expect(places.map(([path]) => path)).toEqual([key]);
  }
  expect(await filesBelow(job.workspace)).toEqual({});
  expect(asked()).toHaveLength(1);
});

test('the log and the summary say which builder, and until when', async () => {
  const { runFor, settings } = await builderScene();

  const { log, summary } = await runFor();

  for (const text of [log, summary])
    expect(text).toMatch(new RegExp(`${settings.endpoint}.* admits this job until \\d{4}-`));
});

test('the project that the step names goes along', async () => {
  const { runFor, asked } = await builderScene();

  expect(await runFor()).toMatchObject({ exitCode: 0 });
  expect(asked().map(({ body }) => JSON.parse(body).project)).toEqual(['acme/web']);
});

test('two steps for two projects: each has its own files, and post takes its own', async () => {
  const { runFor, job } = await builderScene();

  const web = await runFor();
  const api = await runFor({ project: 'acme/api' });
  const exists = async ({ outputs }: typeof web) =>
    stat(outputs['builder-key'] ?? '').then(
      () => true,
      () => false,
    );

  expect(web.outputs['builder-key']).not.toBe(api.outputs['builder-key']);
  await (await job.startPost(1)).finished;
  expect([await exists(web), await exists(api)]).toEqual([true, false]);
  await (await job.startPost(0)).finished;
  expect(await exists(web)).toBe(false);
  expect(await filesBelow(job.temp)).toEqual({});
});

test('a step without `builder` asks for nothing, and says nothing', async () => {
  const { run, builder, asked } = await builderScene();

  const { outputs } = await run();

  expect(asked()).toEqual([]);
  expect(builder.connections()).toBe(0);
  for (const name of OUTPUTS) expect(outputs[name] ?? '').toBe('');
});

test('beside a registry: both are ready, and post leaves neither', async () => {
  const { runFor, post, job } = await builderScene({ env: { DOCKER_CONFIG: undefined } });
  job.exported.DOCKER_CONFIG = `${job.temp}/../docker-config`;

  const main = await runFor({ registry: 'registry.example.com' });

  expect(main).toMatchObject({ exitCode: 0, stderr: '' });
  expect(main.files.path).not.toBe('');
  expect(main.outputs['builder-key']).toContain(job.temp);
  expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await readdir(job.temp)).toEqual([]);
});
