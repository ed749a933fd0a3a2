import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { GITHUB_ISSUER } from '../../src/exchange/identity/identity.ts';
import { openStage, type Stage } from '../support/stage.ts';

// Each command is a process of its own, and the machine may be busy.
jest.setTimeout(120_000);

let stage: Stage;
let guide: string;
beforeAll(async () => {
  stage = await openStage();
  const [, , part = ''] =
    /^## (Host the exchange in five minutes)\n(.*?)^### /ms.exec(
      await readFile('README.md', 'utf8'),
    ) ?? [];
  guide = part;
});
afterAll(() => stage.close());

/** The fenced blocks of the guide, without the indentation of their step. */
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^   \`\`\`${language}\\n(.*?)^   \`\`\`$`, 'gms'))].map(
    ([, text = '']) => text.replaceAll(/^ {3}/gm, ''),
  );

/** Without what is another one each time. */
const lasting = (text: string) =>
  text
    .trim()
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'TIME')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'REFERENCE');

test('who follows the guide sees what it ends with', async () => {
  const { exchange, issuer } = stage;
  const [policy = ''] = blocks('yaml');
  expect(policy).toContain(GITHUB_ISSUER);
  await exchange.apply(policy.replaceAll(GITHUB_ISSUER, issuer.url));
  await exchange.start();
  const [log = '', audit = ''] = blocks('text');
  const job = await stage.openJob();
  const main = await job.run({ with: { 'exchange-url': exchange.url, project: 'acme/web' } });
  expect(lasting(main.log).split('\n')).toContain(lasting(log));
  await job.post();
  const { stdout } = await exchange.dockpass('audit', 'list', '--limit', '2');
  expect(lasting(stdout)).toBe(lasting(audit));
});
