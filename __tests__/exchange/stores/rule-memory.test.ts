import { expect, test } from '@jest/globals';
import { createRuleMemory } from '../../../src/exchange/stores/rule-memory.ts';
import type { TrustRelationship } from '../../../src/exchange/trust/relationship.ts';
import type { ProjectPath } from '../../../src/protocol/projects.ts';
import { relationship } from '../trust/examples.ts';
import { recallRelationships } from './recalling.ts';

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
      recalledAmong(
        Array.from({ length: repositories }, (_, index) => `acme/${index}`),
        (repository) => recallRelationships(memory, ISSUER, repository),
      ),
  };
}

/** Those for which something is recalled. */
async function recalledAmong<Item>(
  items: readonly Item[],
  recall: (item: Item) => Promise<unknown>,
): Promise<Item[]> {
  const found = await Promise.all(items.map(recall));
  return items.filter((_, index) => found[index]);
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
  expect(await recalled(1)).toEqual([]);
});

test('10,000 relationships or refs are remembered, however many repositories come', async () => {
  const { read, recalled } = startMemory(async () => [listing(0), listing(2)]);
  for (let repository = 0; repository < 2500; repository++) await read(repository);
  // Reading one again adds nothing.
  await read(0);
  expect(await recalled(2501)).toHaveLength(2500);
  await read(2500);
  expect(await recalled(2501)).toEqual(['acme/2500']);
});

test('what alone is more than that is not remembered', async () => {
  const { read, recalled } = startMemory(async () => Array(100).fill(listing(100)));
  expect(await read(0)).toHaveLength(100);
  expect(await recalled(1)).toEqual([]);
});

const projectsOf = (organization: string, count: number): ProjectPath[] =>
  Array.from({ length: count }, (_, index): ProjectPath => `${organization}/p${index}`);

test('each project is remembered for itself, and several are recalled if all of them are', async () => {
  const memory = createRuleMemory();
  memory.forgetUnless(1);
  const rules = projectsOf('acme', 2).map((project) => relationship({ id: project, project }));
  const { findRelationships } = memory.remembering({
    findIssuer: async () => undefined,
    findRelationships: async (_issuer, _repository, projects = null) =>
      rules.filter(({ project }) => projects?.includes(project)),
    isShared: async () => true,
  });
  const recall = async (...projects: ProjectPath[]) =>
    (await recallRelationships(memory, ISSUER, 'acme/web', projects))?.relationships.map(
      ({ project }) => project,
    );
  await findRelationships(ISSUER, 'acme/web', ['acme/p0', 'acme/nope']);
  expect(await recall('acme/p0')).toEqual(['acme/p0']);
  expect(await recall('acme/p0', 'acme/p1')).toBeUndefined();
  expect(await recall('acme/nope')).toBeUndefined();
  await findRelationships(ISSUER, 'acme/web', ['acme/p1']);
  expect(await recall('acme/p1', 'acme/p0')).toEqual(['acme/p1', 'acme/p0']);
  expect(await recallRelationships(memory, ISSUER, 'acme/web')).toBeUndefined();
});

test('an organization whose jobs fill the memory is forgotten itself, not the others', async () => {
  const memory = createRuleMemory();
  memory.forgetUnless(1);
  const { findRelationships } = memory.remembering({
    findIssuer: async () => undefined,
    findRelationships: async (_issuer, _repository, projects) => [
      { ...listing(99), project: projects?.[0] ?? 'acme/web' },
    ],
    isShared: async () => true,
  });
  const recalled = (projects: ProjectPath[]) =>
    recalledAmong(projects, (project) =>
      recallRelationships(memory, ISSUER, 'acme/web', [project]),
    );
  const own = projectsOf('acme', 40);
  for (const project of own) await findRelationships(ISSUER, 'acme/web', [project]);
  const others = projectsOf('evil', 500);
  for (const project of others) await findRelationships(ISSUER, 'acme/web', [project]);
  expect(await recalled(own)).toEqual(own);
  expect((await recalled(others)).length).toBeLessThanOrEqual(60);
});
