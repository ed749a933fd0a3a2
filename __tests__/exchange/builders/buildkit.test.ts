import { access, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { driverOpts } from '../../../src/action/builder/driver-opts.ts';
import { writeFiles } from '../../../src/action/builder/files.ts';
import { BuildkitDaemon } from '../../support/docker-daemon/buildkit.ts';
import { describeBuildkit } from '../../support/docker-daemon/programs.ts';
import { runClient } from '../../support/run-client.ts';
import { type BuilderPki, builderPki, type JobPem, STRANGERS } from './builder-pki.ts';
import { knock, REFUSAL } from './knock.ts';

describeBuildkit('a BuildKit that trusts the builder authority of a project', (programs) => {
  let pki: BuilderPki;
  let daemon: BuildkitDaemon;
  beforeAll(async () => {
    pki = await builderPki();
    daemon = await BuildkitDaemon.start(programs.buildkitd, pki.tls);
  });
  afterAll(() => daemon?.remove());

  /** `docker buildx build` with the files and the `driver-opts` of the action. */
  async function build({ certificate: cert, privateKey: key }: JobPem) {
    const folder = await mkdtemp(join(daemon.folder, 'job-'));
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
    const options = driverOpts(
      writeFiles(folder, { cacert: pki.serverCa, cert, key }),
      '127.0.0.1',
    );
    // Its builders apart from the developer's own; buildx itself may be below HOME.
    const env = {
      ...(process.env as Record<string, string>),
      BUILDX_CONFIG: join(folder, 'buildx'),
    };
    const buildx = (...args: string[]) => runClient(env, programs.docker, ['buildx', ...args]);
    const remote = ['--driver=remote', `--driver-opt=${options}`, daemon.endpoint];
    expect(await buildx('create', '--name=remote', ...remote)).toMatchObject({ exitCode: 0 });
    const image = join(folder, 'image.tar');
    const output = `--output=type=oci,dest=${image}`;
    return { ...(await buildx('build', '--builder=remote', output, folder)), image };
  }

  test("admits the project's job, and builds for it", async () => {
    expect(await knock(pki, daemon.endpoint, 'h2', pki.own)).toBe(null);
    const { image, ...ended } = await build(pki.own);
    expect(ended).toMatchObject({ exitCode: 0 });
    await access(image);
  });

  test.each(Object.keys(STRANGERS) as (keyof typeof STRANGERS)[])(
    'refuses a certificate %s',
    async (which) => {
      const stranger = pki.strangers[which];
      expect(await knock(pki, daemon.endpoint, 'h2', stranger)).toMatch(REFUSAL);
    },
  );

  test('refuses a client without a certificate', async () => {
    expect(await knock(pki, daemon.endpoint, 'h2')).toMatch(REFUSAL);
  });
});
