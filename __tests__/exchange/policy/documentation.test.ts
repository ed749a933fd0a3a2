import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { CLAIM_RULES, DEFAULT_EVENTS } from '../../../src/exchange/trust/conditions.ts';
import { DANGER_CODES, dangersOf } from '../../../src/exchange/trust/danger.ts';
import { matchesGlob } from '../../../src/exchange/trust/glob.ts';
import { EXAMPLE } from './examples.ts';
import { parsePolicy } from './policy-file.ts';

let page: string;
beforeAll(async () => {
  const path = new URL('../../../docs/trust-relationships.md', import.meta.url);
  page = await readFile(path, 'utf8');
});

const yamlBlocks = () =>
  [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = '']) => yaml);

test('the policy of the page can be applied', () => {
  const [policy = ''] = yamlBlocks();
  expect(parsePolicy(policy).organizations[0]?.projects[0]?.trustRelationships).toHaveLength(1);
});

test('every recipe can be pasted into it, and none of them is dangerous', () => {
  const [, ...recipes] = yamlBlocks();
  expect(recipes.length).toBeGreaterThan(3);
  for (const recipe of recipes) {
    const policy = EXAMPLE.replace(
      / {10}- repository:[\s\S]*/,
      recipe.replaceAll(/^/gm, '          '),
    );
    const [relationship] =
      parsePolicy(policy).organizations[0]?.projects[0]?.trustRelationships ?? [];
    expect(relationship && dangersOf(relationship)).toEqual([]);
  }
});

test('the page names every condition, claim, default event and warning', () => {
  for (const { claim } of CLAIM_RULES) expect(page).toContain(`\`${claim}\``);
  for (const event of DEFAULT_EVENTS) expect(page).toContain(`\`${event}\``);
  for (const code of DANGER_CODES) expect(page).toContain(`| \`${code}\` |`);
});

test('the table of globs is true', () => {
  const rows = [...page.matchAll(/^\| `(\S*\*\S*)` \| (`[^|]+`) \| (`[^|]+`) \|$/gm)];
  expect(rows).toHaveLength(4);
  for (const [, pattern = '', matching = '', others = ''] of rows) {
    for (const [, ref = ''] of matching.matchAll(/`([^`]+)`/g))
      expect([pattern, ref, matchesGlob(pattern, ref)]).toEqual([pattern, ref, true]);
    for (const [, ref = ''] of others.matchAll(/`([^`]+)`/g))
      expect([pattern, ref, matchesGlob(pattern, ref)]).toEqual([pattern, ref, false]);
  }
});
