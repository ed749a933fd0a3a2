import { expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { oauthAnswer } from '../../src/exchange/http/statuses.ts';
import { Refusal } from '../../src/exchange/refusal.ts';
import { isReason } from '../../src/protocol/reasons.ts';
import { weaknessesOf } from '../repository/workflow-rules.ts';
import { commandsOf, fileOf, PAGES, readPage } from './page.ts';
import { SYSTEMS } from './systems.ts';

const pageOf = (name: string) => readPage(`docs/integrations/${name}`);

test('each page is of a system whose jobs are run, and each system has its page', () => {
  const known = Object.values(SYSTEMS).map(({ page }) => `docs/integrations/${page}`);
  expect([...known, 'docs/integrations/README.md'].toSorted()).toEqual(PAGES.toSorted());
});

test('no commands stand on a page that is not run', () => {
  const counts = PAGES.map((path) => [path, commandsOf(readPage(path)).length]);
  expect(Object.fromEntries(counts.filter(([, count]) => count !== 0))).toEqual({
    'docs/integrations/README.md': 4,
    'docs/integrations/shell.md': 3,
  });
});

test.each(PAGES)('%s: its YAML is YAML, and names nothing twice', (path) => {
  const files = readPage(path).blocks.filter(({ language }) => language === 'yaml');
  for (const { text } of files) {
    const { errors, warnings } = parseDocument(text, { uniqueKeys: true });
    expect([...errors, ...warnings]).toEqual([]);
  }
});

test.each(PAGES)('%s: no example puts a password on a command line', (path) => {
  for (const { text } of readPage(path).blocks) {
    expect(text).not.toMatch(/--password(?!-stdin)|login[^\n]* -p\b|--creds|x-token:|dp[bpu]_/);
    // curl's, whose value would be the token.
    expect(text).not.toMatch(/(?:--data\S*|-H|--header|-u|--user) ?['"]?[^@\s]*\$\{?\w*TOKEN/);
  }
});

test.each(['github-actions.md', 'forgejo-actions.md'])('%s: its secret is in no script', (name) => {
  const page = pageOf(name);
  const workflow = page.blocks.find(({ language }) => language === 'yaml')?.text ?? '';
  const weaknesses = weaknessesOf(workflow);
  expect(weaknesses.filter((it) => name === 'github-actions.md' || it.includes('script'))).toEqual(
    [],
  );
});

test('buildkite.md: the upload of the pipeline has nothing to put a value in for', () => {
  expect(fileOf(pageOf('buildkite.md'), '.buildkite/pipeline.yml')).not.toContain('$');
});

test('jenkins.md: Groovy puts no value into a script', () => {
  const file = fileOf(pageOf('jenkins.md'), 'Jenkinsfile');
  expect(file).not.toMatch(/"""|^\s*sh\b\s*\(?\s*"/m);
  expect(balance(file)).toEqual({ '{': 0, '(': 0, '[': 0 });
});

/** There is no parser of Groovy here. */
function balance(text: string): Record<string, number> {
  const count = (char: string) => text.split(char).length - 1;
  return Object.fromEntries(
    ['{}', '()', '[]'].map(([open = '', close = '']) => [open, count(open) - count(close)]),
  );
}

test('README.md: its table of refusals has the status that each reason has', () => {
  const rows = pageOf('README.md').text.matchAll(/^\| `"reason":"(\w+)"` \| (\d{3}) \|/gm);
  const shown = [...rows].map(([, reason = '', status]) => ({ reason, status: Number(status) }));
  expect(shown.length).toBeGreaterThan(5);
  for (const { reason, status } of shown) {
    if (!isReason(reason)) throw new Error(`${reason} is no reason`);
    expect({ reason, status: oauthAnswer(new Refusal(reason, '')).status }).toEqual({
      reason,
      status,
    });
  }
});
