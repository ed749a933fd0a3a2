import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { expired, testAuthority } from '../../support/builder/certificates.ts';
import { type BuilderScene, builderScenes } from './builder-scene.ts';

/**
 * Node's own server hangs up on a client whose certificate it does not accept; BuildKit's, which is
 * Go's, says why in a TLS alert. So does the server of the openssl program.
 */

const { builderScene, closing, trust } = builderScenes();

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl)
  process.stderr.write(
    '\nSKIPPED: builders that refuse certificates with alerts: there is no openssl. On Debian:\n' +
      'apt-get install --no-install-recommends openssl\n\n',
  );

/** A server that admits clients of the builder authority only. */
async function startOpenssl({ job }: BuilderScene, version: string): Promise<string> {
  const { identity, authority } = trust();
  const path = (name: string) => join(job.workspace, '..', name);
  await writeFile(path('server.pem'), `${identity.cert}\n${identity.key}`);
  await writeFile(path('clients.pem'), authority.certificate);
  const server = spawn(
    'openssl',
    [
      ...['s_server', '-accept', '127.0.0.1:0', '-cert', path('server.pem'), version],
      ...['-CAfile', path('clients.pem'), '-Verify', '1', '-verify_return_error'],
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  closing({ close: () => stop(server) });
  for await (const line of createInterface({ input: server.stdout })) {
    const [, address] = /^ACCEPT (.+)$/.exec(line) ?? [];
    if (!address) continue;
    server.stdout.resume();
    return `tcp://${address}`;
  }
  throw new Error('openssl did not start');
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  server.kill();
  await exit;
}

(hasOpenssl ? describe : describe.skip)('a builder that refuses our certificate', () => {
  test.each(['-tls1_2', '-tls1_3'])('of another authority (%s)', async (version) => {
    const stage = await builderScene();
    const authority = await testAuthority('the builder authority of another project');
    stage.answering({ endpoint: await startOpenssl(stage, version), authority });

    const { outputs, log } = await stage.runFor();

    expect(outputs['error-code']).toBe('builder_refused_certificate');
    expect(log).toContain('UNKNOWN_CA');
    expect(log).not.toContain('Trying again');
  });

  test.each(['-tls1_2', '-tls1_3'])('that is over by its clock (%s)', async (version) => {
    const stage = await builderScene();
    const endpoint = await startOpenssl(stage, version);
    stage.answering({ endpoint }, { validity: expired() });

    const { outputs, log } = await stage.runFor();

    expect(outputs['error-code']).toBe('builder_refused_certificate');
    expect(log).toContain('CERTIFICATE_EXPIRED');
  });
});
