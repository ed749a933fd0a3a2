import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addRegistry, type Dock, openDock } from '../exchange/registry/dock.ts';
import { type Service, services } from '../exchange/service.ts';
import { addProjectToken, type StaticToken } from '../exchange/tenants.ts';
import { refusedUrl } from '../support/loopback.ts';
import { findProgram } from '../support/programs.ts';
import { describeRegistry, type Programs } from '../support/registry/programs.ts';
import { type Engine, openEngine } from './engine.ts';
import { type Ended, Machine } from './machine.ts';
import { commandsOf, fileOf, type Page, readPage } from './page.ts';
import { type Job, SYSTEMS, type System } from './systems.ts';

const INDEX = 'docs/integrations/README.md';
const LOGIN = 'ci/docker-login.sh';
const DOCKPASS = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const DOCKERFILE = 'FROM scratch\nCOPY Dockerfile /\n';

/** And their packages: what the pages ask for beside Docker. */
const ASKED_FOR = { curl: 'curl', jq: 'jq' };

describeRegistry('docs/integrations', tests, ASKED_FOR);

function tests(programs: Programs): void {
  const start = services(afterAll);
  let service: Service;
  let dock: Dock;
  let engine: Engine;
  let machine: Machine;

  beforeAll(async () => {
    service = await start({
      trust: [{ project: 'acme/web' }, { project: 'acme/docs' }],
      config: { url: 'http://127.0.0.1:0', rateLimits: { perAddress: 0, perRepository: 0 } },
    });
    await addRegistry(service.store);
    dock = await openDock(programs, service.store, service.url);
    engine = await openEngine(programs, dock.registry.host);
    machine = await Machine.prepare({
      ...engine.programs,
      ...Object.fromEntries(
        [...Object.keys(ASKED_FOR), 'cat'].map((name) => [name, { path: findProgram(name) ?? '' }]),
      ),
      // Debian has no packages of Alpine.
      apk: { path: findProgram('true') ?? '' },
      dockpass: {
        path: process.execPath,
        before: `export DOCKPASS_URL='${service.url}' DOCKPASS_DATABASE='sqlite:${service.folder}/dockpass.db'
exec '${process.execPath}' '${DOCKPASS}' "$@"`,
      },
    });
    await machine.checkOut('Dockerfile', DOCKERFILE);
    await machine.checkOut(LOGIN, fileOf(index(), LOGIN));
  });
  afterAll(async () => {
    await machine?.remove();
    await engine?.remove();
    await dock?.remove();
  });

  const here = () => ({
    'https://dockpass.example.com': service.url,
    'registry.example.com': dock.registry.host,
  });
  const index = () => readPage(INDEX, here());

  async function projectToken(): Promise<StaticToken> {
    const made = await addProjectToken(service.store, { permissions: ['push', 'pull'] });
    service.secrets.push(made.token);
    return made;
  }

  const isActive = async (token: string): Promise<boolean> =>
    (await service.introspect(token)).body.active;

  /** A job of `system` as its page has it; with `changes`, as a person might have got it wrong. */
  async function runJob(
    system: System,
    secret: string | undefined,
    changes: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    const page = readPage(`docs/integrations/${system.page}`, { ...here(), ...changes });
    for (const { name, text } of page.blocks)
      if (name.includes('/') || name.includes('.')) await machine.checkOut(name, text);
    const job = system.job(fileOf(page, system.file), secret);
    expect(undocumented(job, page)).toEqual([]);
    if (system.page === 'shell.md') await storeForShell(page, secret ?? '');
    return await machine.run(job.shell, job.script, job.env);
  }

  /** Variables of the job that no reader of the page would know of. */
  const undocumented = ({ env }: Job, { text }: Page) =>
    Object.keys(env).filter(
      (name) => !text.includes(name) && !index().text.includes(`\`${name}\``),
    );

  async function storeForShell(page: Page, secret: string): Promise<void> {
    const [store = ''] = commandsOf(page);
    expect(await machine.run(['sh'], store, {}, `${secret}\n`)).toMatchObject({ exitCode: 0 });
  }

  /** Nothing of the login can be read anywhere, and nothing is left of it. */
  async function expectCleanEnd(ended: Ended, secret: string): Promise<void> {
    for (const token of [secret, ended.buildToken].filter((it) => it !== '')) {
      expect(ended.log).not.toContain(token);
      expect(ended.commandLines.join('\n')).not.toContain(token);
      expect(ended.log).not.toContain(btoa(`x-token:${token}`));
    }
    expect(ended.sawProjectToken.filter((program) => /docker|buildah/.test(program))).toEqual([]);
    expect(ended.leftBehind).toEqual([]);
    if (ended.buildToken) expect(await isActive(ended.buildToken)).toBe(false);
  }

  describe.each(Object.entries(SYSTEMS))('%s', (_, system) => {
    test('builds and pushes, and leaves no trace of its tokens', async () => {
      const { token } = await projectToken();
      const ended = await runJob(system, token);
      expect(ended).toMatchObject({ exitCode: 0, log: expect.stringContaining('Login Succeeded') });
      expect(ended).toMatchObject({
        buildToken: expect.stringMatching(/^dpb_/),
        folderMode: '700',
      });
      await expectCleanEnd(ended, token);
      const pushed = /docker push (\S+)/.exec(ended.commandLines.join('\n'))?.[1] ?? '';
      expect(pushed).toMatch(`${dock.registry.host}/acme/web:`);
      expect(await dock.pull(pushed, token, dock.nowhere())).toMatchObject({ exitCode: 0 });
      expect(await isActive(token)).toBe(true);
    });

    test('ends its token when the build fails', async () => {
      const { token } = await projectToken();
      await machine.checkOut('Dockerfile', 'FROM scratch\nCOPY no-such-file /\n');
      const ended = await runJob(system, token);
      await machine.checkOut('Dockerfile', DOCKERFILE);
      expect(ended.exitCode).not.toBe(0);
      expect(ended.buildToken).toMatch(/^dpb_/);
      expect(ended.commandLines.join('\n')).not.toContain('docker push');
      await expectCleanEnd(ended, token);
    });

    /** What the page says that the log has; null if it says nothing of this. */
    const shown = (scenario: string) =>
      readPage(`docs/integrations/${system.page}`).blocks.find(({ name }) => name === scenario);

    test('says what its page says when the token was revoked', async () => {
      const { token } = await projectToken();
      await service.revoke(token);
      const ended = await runJob(system, token);
      expect(ended.exitCode).not.toBe(0);
      expectWords(ended.log, shown('revoked')?.text);
      await expectCleanEnd(ended, token);
    });

    test('says what its page says when the image is in another project', async () => {
      const { token } = await projectToken();
      const ended = await runJob(system, token, { '/acme/web:': '/acme/docs:' });
      expect(ended.exitCode).not.toBe(0);
      if (engineIsDocker()) expectWords(ended.log, shown('other-project')?.text);
      await expectCleanEnd(ended, token);
    });

    test('says what its page says when the job has no token', async () => {
      const ended = await runJob(system, undefined);
      expect(ended.exitCode).toBe(1);
      if (system.page !== 'shell.md') expectWords(ended.log, shown('no-token')?.text);
      await expectCleanEnd(ended, '');
    });
  });

  /** buildah shows the status of a refusal and not its message. */
  const engineIsDocker = () => !engine.programs.docker?.path.startsWith('/usr');

  test('the commands of the index do what they say, in their order', async () => {
    const [make = '', build = '', ask = '', replace = ''] = commandsOf(index());
    const shell = ['bash', '-e'];
    expect(await machine.run(shell, make)).toMatchObject({
      exitCode: 0,
      log: expect.stringContaining('made a token of acme/web'),
    });
    const token = (await machine.read('checkout/token')).trim();
    service.secrets.push(token);
    const variables = { DOCKPASS_URL: service.url, REGISTRY: dock.registry.host };
    const image = { IMAGE: `${dock.registry.host}/acme/web:index` };
    const job = { ...variables, ...image, DOCKPASS_PROJECT_TOKEN: token };
    expect(await machine.run(shell, build, job)).toMatchObject({ exitCode: 0 });
    const asked = await machine.run(shell, ask, variables);
    expect(JSON.parse(asked.log)).toMatchObject({ active: true, projects: ['acme/web'] });
    expect(asked.commandLines.join()).not.toContain(token);
    const replaced = await machine.run(shell, replace);
    expect(replaced.log).toMatch(/GitLab CI +active/);
    expect(await isActive(token)).toBe(false);
  });

  test('buildah does it without Docker', async () => {
    const { token } = await projectToken();
    const [, , withoutDocker = ''] = commandsOf(readPage('docs/integrations/shell.md', here()));
    const image = `${dock.registry.host}/acme/web:buildah`;
    const ended = await machine.run(['sh', '-e'], withoutDocker, {
      DOCKPASS_URL: service.url,
      REGISTRY: dock.registry.host,
      IMAGE: image,
      DOCKPASS_PROJECT_TOKEN: token,
    });
    expect(ended).toMatchObject({ exitCode: 0, buildToken: expect.stringMatching(/^dpb_/) });
    expect(ended.commandLines.join('\n')).not.toContain('docker ');
    await expectCleanEnd(ended, token);
    expect(await dock.pull(image, token, dock.nowhere())).toMatchObject({ exitCode: 0 });
  });

  test('an exchange that is not there is told from one that refuses', async () => {
    const { token } = await projectToken();
    const ended = await machine.run(['sh', '-e'], `. ${LOGIN}`, {
      DOCKPASS_URL: await refusedUrl(),
      REGISTRY: dock.registry.host,
      DOCKPASS_PROJECT_TOKEN: token,
    });
    expect(ended).toMatchObject({
      exitCode: 1,
      log: expect.stringMatching(/^(?:.*\n)*curl: \(7\) .*\n$/),
    });
    await expectCleanEnd(ended, token);
  });

  test.each([['sh'], ['bash']])('a job that is cancelled in %s ends its token', async (shell) => {
    const { token } = await projectToken();
    const running = await machine.start(
      [shell, '-e'],
      `. ${LOGIN}\necho started\nwhile :; do sleep 0.1; done\n`,
      { DOCKPASS_URL: service.url, REGISTRY: dock.registry.host, DOCKPASS_PROJECT_TOKEN: token },
    );
    await running.printed('started');
    running.terminate();
    const ended = await running.ended;
    expect(ended).toMatchObject({ exitCode: 143, buildToken: expect.stringMatching(/^dpb_/) });
    await expectCleanEnd(ended, token);
  });

  test('the exchange and the registry have written down no token', () => {
    for (const secret of service.secrets) {
      expect(dock.registry.log).not.toContain(secret);
      expect(service.log.join('')).not.toContain(secret);
    }
  });
}

/** Line by line, in this order; `…` stands for anything. */
function expectWords(log: string, words: string | undefined): void {
  expect(words).toBeDefined();
  let rest = log;
  for (const line of (words ?? '').split('\n').filter((it) => it !== '')) {
    const pieces = line.split('…').map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const found = new RegExp(pieces.join('.*')).exec(rest);
    expect({ line, found: found !== null, rest }).toMatchObject({ found: true });
    rest = rest.slice((found?.index ?? 0) + (found?.[0].length ?? 0));
  }
}
