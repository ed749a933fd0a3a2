import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BuilderDouble, startBuilder } from '../support/builder/builder-double.ts';
import { serverIdentity, testAuthority } from '../support/builder/certificates.ts';
import { liveStage } from './journey.ts';

const stage = liveStage();

let builder: BuilderDouble;

/** What an administrator and whoever runs the builder do, with the commands of docs/builders.md. */
beforeAll(async () => {
  const { exchange } = stage();
  const servers = await testAuthority('the authority of a builder');
  const identity = await serverIdentity(servers, ['127.0.0.1']);
  builder = await startBuilder({ ...identity, ca: await succeed('builder', 'ca', 'acme/web') });
  const serverCa = join(exchange.folder, 'server-ca.pem');
  await writeFile(serverCa, servers.certificate);
  for (const project of ['acme/web', 'acme/docs'])
    await succeed(
      ...['builder', 'set', project, '--endpoint', builder.endpoint, '--server-ca', serverCa],
    );
});
afterAll(() => builder?.close());

async function succeed(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await stage().exchange.dockpass(...args);
  expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

function inputs(changes: Record<string, string> = {}): Record<string, string> {
  const { url } = stage().exchange;
  return { 'exchange-url': url, project: 'acme/web', builder: 'true', ...changes };
}

describe('a job that asks for a builder', () => {
  test("is admitted by its project's, with a certificate that ends with its token", async () => {
    const { exchange } = stage();
    const job = await stage().openJob();
    const { exitCode, outputs } = await job.run({ with: inputs() });
    expect({ exitCode, outputs }).toMatchObject({
      exitCode: 0,
      outputs: { 'builder-endpoint': builder.endpoint, 'error-code': '' },
    });
    // The step has knocked itself.
    expect(builder.admitted).toEqual([`URI:${exchange.url}/acme/web`]);
    const certificate = new X509Certificate(await readFile(outputs['builder-cert'] ?? ''));
    expect(await exchange.introspect(outputs.token ?? '')).toMatchObject({
      exp: certificate.validToDate.getTime() / 1000,
    });
    const [event] = (await exchange.audit()).filter(
      ({ action }) => action === 'builder_credentials',
    );
    expect(event).toMatchObject({
      decision: 'granted',
      projects: ['acme/web'],
      detail: { serial: certificate.serialNumber.toLowerCase() },
    });
    const [post] = await job.post();
    expect(post?.exitCode).toBe(0);
    await expect(readFile(outputs['builder-key'] ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('and whose project does not let it build is told so', async () => {
    const job = await stage().openJob();
    const { exitCode, outputs } = await job.run({ with: inputs({ project: 'acme/docs' }) });
    expect(exitCode).toBe(1);
    expect(outputs['error-code']).toBe('permission_not_granted');
    await job.post();
  });
});
