import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { policyJsonSchema, printPolicySchema } from '../../../src/exchange/policy/json-schema.ts';
import { documents } from './arbitraries.ts';
import { EXAMPLE } from './examples.ts';
import { printPolicy } from './policy-file.ts';

const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(policyJsonSchema());

test('docs/policy.schema.json is what the code says (npm run build)', async () => {
  const path = new URL('../../../docs/policy.schema.json', import.meta.url);
  expect(await readFile(path, 'utf8')).toBe(printPolicySchema());
});

test('an editor accepts the example and everything that can be exported', () => {
  expect(accepts(parse(EXAMPLE))).toBe(true);
  fc.assert(
    fc.property(documents, (document) => {
      expect(accepts(parse(printPolicy(document)))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['a misspelt key', 'repository_id', 'repositoryid'],
  ['an id without quotes', '"260064828"', '260064828'],
  ['an unknown permission', '[build, push, pull]', '[build, admin]'],
  ['a list that is empty', '[refs/heads/main, "refs/tags/v*"]', '[]'],
  ['a name in capitals', 'name: acme', 'name: Acme'],
  ['an unknown role', 'role: admin', 'role: owner'],
  ['a repository that is none', 'acme/web', 'acme'],
])('an editor underlines %s', (_, right, wrong) => {
  expect(accepts(parse(EXAMPLE.replace(right, wrong)))).toBe(false);
});

test('every key explains itself', () => {
  const undescribed: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties = {}, items } = node as { properties?: object; items?: unknown };
    for (const [key, value] of Object.entries(properties)) {
      if (!('description' in value)) undescribed.push(`${path}.${key}`);
      visit(value, `${path}.${key}`);
    }
    visit(items, `${path}[]`);
  };
  visit(policyJsonSchema(), '');
  expect(undescribed).toEqual([]);
});
