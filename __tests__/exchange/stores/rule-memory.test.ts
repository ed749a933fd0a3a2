import { expect, test } from '@jest/globals';
import { createRuleMemory } from '../../../src/exchange/stores/rule-memory.ts';
import type { TrustRelationship } from '../../../src/exchange/trust/relationship.ts';
import { relationship } from '../trust/examples.ts';

const ISSUER = 'https://ci.example.com';

/** Whatever repository is asked for, these rules name it. */
function startMemory(find: () => Promise<TrustRelationship[]>) {
  const memory = createRuleMemory();
  memory.forgetUnless(1);
  const { findRelationships } = memory.remembering({
    findIssuer: async () => undefined,
    findRelationships: find,
    isShared: async () => false,
  });
  return {
    forget: memory.forget,
    read: (repository: number) => findRelationships(ISSUER, `acme/${repository}`),
    recalled: (repositories: number) =>
      Array.from({ length: repositories }, (_, index) => `acme/${index}`).filter((repository) =>
        memory.recallRelationships(ISSUER, repository),
      ),
  };
}

function listing(refs: number): TrustRelationship {
  const { conditions, ...rule } = relationship();
  return {
    ...rule,
    conditions: { ...conditions, events: null, refs: Array(refs).fill('refs/heads/main') },
  };
}

test('what was being read as others were forgotten is not remembered', async () => {
  const reading = Promise.withResolvers<TrustRelationship[]>();
  const { forget, read, recalled } = startMemory(() => reading.promise);
  const found = read(0);
  forget();
  reading.resolve([relationship()]);
  expect(await found).toEqual([relationship()]);
  expect(recalled(1)).toEqual([]);
});

test('10,000 relationships or refs are remembered, however many repositories come', async () => {
  const { read, recalled } = startMemory(async () => [listing(0), listing(2)]);
  for (let repository = 0; repository < 2500; repository++) await read(repository);
  // Reading one again adds nothing.
  await read(0);
  expect(recalled(2501)).toHaveLength(2500);
  await read(2500);
  expect(recalled(2501)).toEqual(['acme/2500']);
});

test('what alone is more than that is not remembered', async () => {
  const { read, recalled } = startMemory(async () => Array(100).fill(listing(100)));
  expect(await read(0)).toHaveLength(100);
  expect(recalled(1)).toEqual([]);
});
