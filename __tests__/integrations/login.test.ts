import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { generateSecret } from '../../src/exchange/tokens/secret.ts';
import { services } from '../exchange/service.ts';
import { addProjectToken, setOidcOnly } from '../exchange/tenants.ts';
import { cutOff } from '../support/answers.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { refusedUrl } from '../support/loopback.ts';
import { commandsOf } from './page.ts';
import { describePages, LOGIN, Scene } from './scene.ts';

describePages('the login of docs/integrations', (programs) => {
  const start = services(afterAll);
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open(programs, start);
  });
  afterAll(() => scene?.remove());

  const inProject = (tag: string) => `${scene.dock.registry.host}/acme/web:${tag}`;

  test('the commands of the index do what they say, in their order', async () => {
    const [make = '', build = '', ask = '', replace = ''] = commandsOf(scene.page('README.md'));
    const run = (script: string, env = {}) => scene.machine.run(['bash', '-e'], script, env);

    expect(await run(make)).toMatchObject({
      exitCode: 0,
      log: expect.stringContaining('created a project token of acme/web'),
    });
    const token = (await scene.machine.read('checkout/project-token')).trim();
    expect((await stat(`${scene.machine.folder}/checkout/project-token`)).mode & 0o777).toBe(0o600);
    scene.service.secrets.push(token);
    const job = { ...scene.variables(token), IMAGE: inProject('index') };
    expect(await run(build, job)).toMatchObject({ exitCode: 0 });
    expect(await scene.canPull(job.IMAGE, token)).toBe(true);
    const asked = await run(ask, { DOCKPASS_URL: scene.service.url });
    expect(JSON.parse(asked.log)).toMatchObject({ active: true, projects: ['acme/web'] });
    expect(asked.commandLines.join('\n')).not.toContain(token);
    expect((await run(replace)).log).toMatch(/GitLab CI +active/);
    expect(await scene.isActive(token)).toBe(false);
  });

  test('buildah does it without Docker', async () => {
    const token = await scene.projectToken();
    const [, , withoutDocker = ''] = commandsOf(scene.page('shell.md'));
    const env = { ...scene.variables(token), IMAGE: inProject('buildah') };
    const ended = await scene.machine.run(['sh', '-e'], withoutDocker, env);
    expect(ended).toMatchObject({ exitCode: 0, buildToken: expect.stringMatching(/^dpb_/) });
    expect(ended.commandLines.join('\n')).not.toContain('docker ');
    await scene.expectCleanEnd(ended, token);
    expect(await scene.canPull(env.IMAGE, token)).toBe(true);
  });

  /** Project tokens that are no good, by the reason that the index's table has for them. */
  const REFUSED: Readonly<Record<string, () => Promise<string>>> = {
    token_revoked: async () => {
      const token = await scene.projectToken();
      await scene.service.revoke(token);
      return token;
    },
    expired: () => tokenOf({ expiresAt: Math.floor(Date.now() / 1000) - 1 }),
    malformed_token: async () => (await scene.projectToken()).slice(0, -1),
    unknown_token: async () => generateSecret('project', systemRandom).text,
    permission_not_granted: () => tokenOf({ permissions: ['pull'] }),
    oidc_only: async () => {
      await setOidcOnly(scene.service.store, 'acme/docs', true);
      return await tokenOf({ project: 'acme/docs' });
    },
  };

  const tokenOf = async (options: Parameters<typeof addProjectToken>[1]) =>
    (await addProjectToken(scene.service.store, options)).token;

  test('the table of refusals has all that can be wrong with a project token', () => {
    const rows = scene.page('README.md').text.matchAll(/^\| `"reason":"(\w+)"` \| 400 /gm);
    expect([...rows].map(([, reason = '']) => reason).toSorted()).toEqual(
      Object.keys(REFUSED).toSorted(),
    );
  });

  test.each(Object.entries(REFUSED))('%s is in the log, with its status', async (reason, make) => {
    const token = await make();
    const ended = await scene.machine.run(['sh', '-e'], `. ${LOGIN}`, scene.variables(token));
    expect(ended).toMatchObject({ exitCode: 1, buildToken: '' });
    expect(ended.log).toContain('The requested URL returned error: 400');
    expect(ended.log).toContain(`"reason":"${reason}"`);
    await scene.expectCleanEnd(ended, token);
  });

  test('a build token that ends before the push is unauthorized', async () => {
    const token = await scene.projectToken();
    const script = `. ${LOGIN}
docker build --tag "$IMAGE" .
curl -sSf --data-urlencode token@"$DOCKER_CONFIG/token" "$DOCKPASS_URL/oauth/revoke"
docker push "$IMAGE"`;
    const env = { ...scene.variables(token), IMAGE: inProject('late') };
    const ended = await scene.machine.run(['sh', '-e'], script, env);
    expect(ended.exitCode).not.toBe(0);
    expect(ended.log).toContain('unauthorized: ');
    await scene.expectCleanEnd(ended, token);
  });

  test('an exchange that is not there is told from one that refuses', async () => {
    const token = await scene.projectToken();
    const env = { ...scene.variables(token), DOCKPASS_URL: await refusedUrl() };
    const ended = await scene.machine.run(['sh', '-e'], `. ${LOGIN}`, env);
    expect(ended).toMatchObject({
      exitCode: 1,
      log: expect.stringMatching(/^(?:.*\n)*curl: \(7\) .*\n$/),
    });
    await scene.expectCleanEnd(ended, token);
  });

  test('an answer that breaks off shows nothing of the token that is in it', async () => {
    const token = await scene.projectToken();
    const lost = generateSecret('build', systemRandom).text;
    const server = await startHostileServer();
    server.always(
      'POST /oauth/token',
      cutOff(`{"access_token":"${lost}","rest":"${'x'.repeat(999)}"}`),
    );
    const env = { ...scene.variables(token), DOCKPASS_URL: server.url };
    const ended = await scene.machine.run(['sh', '-e'], `. ${LOGIN}`, env);
    await server.close();
    expect(ended).toMatchObject({ exitCode: 1, log: expect.stringContaining('curl: (18) ') });
    expect(ended.log).not.toContain(lost);
    await scene.expectCleanEnd(ended, token);
  });

  test.each([['sh'], ['bash']])('a job that is cancelled in %s ends its token', async (shell) => {
    const token = await scene.projectToken();
    const script = `. ${LOGIN}\necho started\nwhile :; do sleep 0.1; done\n`;
    const running = await scene.machine.start([shell, '-e'], script, scene.variables(token));
    await running.printed('started');
    running.terminate();
    const ended = await running.ended;
    expect(ended).toMatchObject({ exitCode: 143, buildToken: expect.stringMatching(/^dpb_/) });
    await scene.expectCleanEnd(ended, token);
  });

  test('the exchange and the registry have written down no token', () => {
    scene.expectNoTokenWrittenDown();
  });
});
