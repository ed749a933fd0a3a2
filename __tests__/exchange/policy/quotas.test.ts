import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { excess, QUOTAS, type QuotaName } from '../../../src/exchange/policy/quotas.ts';

test('only what grows beyond a quota exceeds it', () => {
  const { limit } = QUOTAS.projects;
  const cases: [before: number, after: number, isExcess: boolean][] = [
    [limit - 1, limit, false],
    [limit, limit + 1, true],
    [limit + 5, limit + 5, false],
    [limit + 5, limit + 4, false],
    [limit + 5, limit + 6, true],
  ];
  for (const [before, after, isExcess] of cases)
    expect([before, after, excess('projects', 'acme', before, after)]).toEqual([
      before,
      after,
      isExcess ? [{ quota: 'projects', place: 'acme', amount: after }] : [],
    ]);
});

test('the page has every quota, in this order', async () => {
  const page = await readFile('docs/quotas.md', 'utf8');
  const [quotas = ''] = page.split('\n## ');
  const limits = [...quotas.matchAll(/^\| .* \| ([\d,]+) \|$/gm)].map(([, limit]) => limit);
  const names = Object.keys(QUOTAS) as QuotaName[];
  expect(limits).toEqual(names.map((name) => QUOTAS[name].limit.toLocaleString('en')));
});
