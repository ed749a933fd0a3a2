import { readFile, stat } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ensureBuilderAuthority } from '../../src/exchange/builders/authority.ts';
import { systemClock } from '../../src/exchange/system/clock.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { readByBuildx, readBySetupBuildx } from '../action/builder/driver-opts-readers.ts';
import { type Service, services } from '../exchange/service.ts';
import { projectOf } from '../exchange/tenants.ts';
import { type BuilderDouble, startBuilder } from '../support/builder/builder-double.ts';
import { clockSeconds, serverIdentity, testAuthority } from '../support/builder/certificates.ts';
import { exampleJob } from '../support/workflow/examples.ts';
import { type Played, playJob } from '../support/workflow/play.ts';

const start = services(afterAll);
const SERVER_NAME = 'builder.example.com';
let service: Service;
let builder: BuilderDouble;
let played: Played | undefined;

beforeAll(async () => {
  service = await start({ trust: [{}], config: { url: 'http://127.0.0.1:0' } });
  builder = await startBuilderOf('acme/web');
});
afterEach(() => played?.job.close());
afterAll(() => builder?.close());

/** As its operator would: the builder trusts the project's authority, and the exchange knows where it is. */
async function startBuilderOf(path: string): Promise<BuilderDouble> {
  const { store } = service;
  const { id: projectId } = await store.read((records) => projectOf(records, path));
  const deps = { store, clock: systemClock, random: systemRandom };
  const authority = await ensureBuilderAuthority(deps, projectId);
  const servers = await testAuthority('the authority of a builder');
  const identity = await serverIdentity(servers, [SERVER_NAME]);
  const double = await startBuilder({ ...identity, ca: authority?.certificate ?? '' });
  await store.change((records) =>
    records.builders.put({
      projectId,
      endpoint: double.endpoint,
      serverName: SERVER_NAME,
      serverCa: servers.certificate,
      createdAt: clockSeconds(),
    }),
  );
  return double;
}

test('remote-builder.yml gives docker/setup-buildx-action a builder that admits the job', async () => {
  played = await playJob(exampleJob('remote-builder'), {
    exchangeUrl: service.url,
    idTokens: service.issuer.environment,
    contexts: { github: { sha: '7b9e2f0' } },
  });
  const { ours, given, job } = played;

  expect(ours).toMatchObject({ exitCode: 0, stderr: '' });
  expect(builder.admitted).toEqual([expect.stringContaining('/acme/web')]);
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
