import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { services } from '../exchange/service.ts';
import type { Ended } from './machine.ts';
import { commandsOf, fileOf, type Page, readPage } from './page.ts';
import { DOCKERFILE, describePages, Scene } from './scene.ts';
import { type Job, SYSTEMS, type System } from './systems.ts';

describePages('the jobs of docs/integrations', (programs) => {
  const start = services(afterAll);
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open(programs, start);
  });
  afterAll(() => scene?.remove());

  /** A job of `system` as its page has it; with `changes`, as a person might have got it wrong. */
  async function runJob(
    system: System,
    secret: string | undefined,
    changes: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    const page = scene.page(system.page, changes);
    for (const { name, text } of page.blocks)
      if (name.includes('/') || name.includes('.')) await scene.machine.checkOut(name, text);
    const job = system.job(fileOf(page, system.file), secret);
    expect(undocumented(job, page)).toEqual([]);
    if (system.page === 'shell.md') await storeForShell(page, secret ?? '');
    return await scene.machine.run(job.shell, job.script, job.env);
  }

  /** Variables of the job that no reader of the page would know of. */
  const undocumented = ({ env }: Job, page: Page) => {
    const read = page.text + scene.page('README.md').text;
    return Object.keys(env).filter((name) => !new RegExp(`\\b${name}\\b`).test(read));
  };

  async function storeForShell(page: Page, secret: string): Promise<void> {
    const [store = ''] = commandsOf(page);
    const ended = await scene.machine.run(['sh'], store, {}, `${secret}\n`);
    expect(ended).toMatchObject({ exitCode: 0, log: '' });
  }

  describe.each(Object.entries(SYSTEMS))('%s', (_, system) => {
    /** What the page says that the log has. */
    const shown = (scenario: string) =>
      readPage(`docs/integrations/${system.page}`).blocks.find(({ name }) => name === scenario);

    test('builds and pushes, and leaves no trace of its tokens', async () => {
      const token = await scene.projectToken();
      const ended = await runJob(system, token);
      expect(ended).toMatchObject({
        exitCode: 0,
        log: expect.stringContaining('Login Succeeded'),
        buildToken: expect.stringMatching(/^dpb_/),
        folderMode: '700',
      });
      for (const [line] of ended.log.matchAll(/^NOT RUN: .*$/gm))
        process.stderr.write(`\n${line} (docs/integrations/${system.page})\n\n`);
      await scene.expectCleanEnd(ended, token);
      const pushed = /docker push (\S+)/.exec(ended.commandLines.join('\n'))?.[1] ?? '';
      expect(pushed).toMatch(`${scene.dock.registry.host}/acme/web:`);
      expect(await scene.canPull(pushed, token)).toBe(true);
      expect(await scene.isActive(token)).toBe(true);
    });

    test('ends its token when the build fails', async () => {
      const token = await scene.projectToken();
      await scene.machine.checkOut('Dockerfile', 'FROM scratch\nCOPY no-such-file /\n');
      const ended = await runJob(system, token);
      await scene.machine.checkOut('Dockerfile', DOCKERFILE);
      expect(ended.exitCode).not.toBe(0);
      expect(ended.buildToken).toMatch(/^dpb_/);
      expect(ended.commandLines.join('\n')).not.toContain('docker push');
      await scene.expectCleanEnd(ended, token);
    });

    test('says what its page says when the token was revoked', async () => {
      const token = await scene.projectToken();
      await scene.service.revoke(token);
      const ended = await runJob(system, token);
      expect(ended.exitCode).not.toBe(0);
      expectWords(ended.log, shown('revoked')?.text);
      await scene.expectCleanEnd(ended, token);
    });

    test('says what its page says when the image is in another project', async () => {
      const token = await scene.projectToken();
      const ended = await runJob(system, token, { '/acme/web:': '/acme/docs:' });
      expect(ended.exitCode).not.toBe(0);
      if (scene.engine.isDocker) expectWords(ended.log, shown('other-project')?.text);
      await scene.expectCleanEnd(ended, token);
    });

    test('says what its page says when the job has no token', async () => {
      const ended = await runJob(system, undefined);
      expect(ended.exitCode).toBe(1);
      if (system.page !== 'shell.md') expectWords(ended.log, shown('no-token')?.text);
      await scene.expectCleanEnd(ended, '');
    });
  });

  test('the exchange and the registry have written down no token', () => {
    scene.expectNoTokenWrittenDown();
  });
});

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
