import { expect, test } from '@jest/globals';
import { planPolicy } from '../../../src/exchange/policy/diff.ts';
import type { PolicyDocument, RelationshipEntry } from '../../../src/exchange/policy/document.ts';
import { judgeQuotas } from '../../../src/exchange/policy/judge-quotas.ts';
import { pathText } from '../../../src/exchange/policy/paths.ts';
import { QUOTAS } from '../../../src/exchange/policy/quotas.ts';
import { readPolicyFile } from '../../../src/exchange/policy/yaml.ts';
import { entry, policy } from './examples.ts';
import { printPolicy } from './policy-file.ts';

const NOTHING: PolicyDocument = { issuers: [], users: [], organizations: [] };

/** What keeps `wanted` from being applied where `stored` is, each with its path. */
function findingsOf(wanted: PolicyDocument, stored = NOTHING, prune = false): string[] {
  const plan = planPolicy(stored, wanted, { prune });
  return judgeQuotas(wanted, stored, plan).map(
    ({ path, message }) => `${pathText(path)}: ${message}`,
  );
}

const entries = (count: number, changes: (index: number) => Partial<RelationshipEntry>) =>
  Array.from({ length: count }, (_, index) => entry({ id: `id-${index}`, ...changes(index) }));

/** 101 characters each. */
const refs = (count: number) =>
  Array.from({ length: count }, (_, index) => `refs/heads/${index}-`.padEnd(101, 'x'));

const withRefs = (count: number, changes: Partial<RelationshipEntry> = {}) =>
  entry({ ...changes, conditions: { ...entry().conditions, refs: refs(count) } });

test('a repository that gets too many relationships is named with its organization, at the first of them', () => {
  const { limit } = QUOTAS.repositoryRelationships;
  const rules = (count: number) =>
    policy(...entries(count, (index) => ({ description: `Number ${index}` })));
  expect(findingsOf(rules(limit))).toEqual([]);
  expect(findingsOf(rules(limit + 1))).toEqual([
    'organizations[0].projects[0].trust_relationships[0]: this would make 1,001 trust relationships with repository acme/web in organization acme, and 1,000 are allowed; delete those that are no longer needed',
  ]);
  // What is there stays unless it is pruned.
  const others = policy(...entries(10, (index) => ({ expiresAt: 1_900_000_000 + index })));
  const [kept, fresh] = [rules(limit), others];
  expect(findingsOf(fresh, kept)).toEqual([]);
  expect(findingsOf(fresh, kept, true)).toEqual([]);
});

test('a project and an organization that get too many relationships are named', () => {
  const rules = (count: number) =>
    policy(...entries(count, (index) => ({ repository: `acme/r${index}` })));
  expect(findingsOf(rules(QUOTAS.projectRelationships.limit))).toEqual([]);
  const stored = rules(QUOTAS.projectRelationships.limit);
  const one = policy(entry({ repository: 'acme/new' }));
  expect(findingsOf(one, stored)).toEqual([
    expect.stringContaining('10,001 trust relationships in project acme/web, and 10,000'),
  ]);
  expect(findingsOf(one, stored, true)).toEqual([]);
});

test('what is wrong is said with its line', () => {
  const wanted = policy(entry(), withRefs(90, { repository: 'acme/api' }));
  const text = printPolicy(wanted);
  const { document, faults } = readPolicyFile(text);
  const plan = planPolicy(NOTHING, document, { prune: false });
  const line = text.split('\n').findIndex((written) => written.includes('acme/api')) + 1;
  expect(faults(judgeQuotas(document, NOTHING, plan)).message).toMatch(
    new RegExp(
      `^${line}:13: organizations\\[0\\]\\.projects\\[0\\]\\.trust_relationships\\[1\\]: `,
    ),
  );
});

test('a relationship that becomes too heavy is refused, one that becomes lighter is not', () => {
  const fault = expect.stringMatching(
    /trust_relationships\[0\]: this would make [89],\d{3} bytes of conditions in the trust relationship with repository acme\/web/,
  );
  expect(findingsOf(policy(withRefs(90)))).toEqual([fault]);
  expect(findingsOf(policy(withRefs(90)), policy(withRefs(80, { id: 'web' })))).toEqual([fault]);
  expect(findingsOf(policy(withRefs(90)), policy(withRefs(100, { id: 'web' })))).toEqual([]);
});

test('projects and members are counted, too', () => {
  const document = policy();
  const [acme] = document.organizations;
  if (!acme) throw new Error('the example has an organization');
  const projects = Array.from({ length: QUOTAS.projects.limit + 1 }, (_, index) => ({
    name: `p${index}`,
    trustRelationships: [],
  }));
  const members = Array.from({ length: QUOTAS.members.limit + 1 }, (_, index) => ({
    user: `u${index}@example.com`,
    role: 'member' as const,
  }));
  expect(findingsOf({ ...document, organizations: [{ ...acme, projects, members }] })).toEqual([
    'organizations[0].members[0]: this would make 10,001 members in organization acme, and 10,000 are allowed; remove those who have left, or withdraw invitations',
    'organizations[0].projects[0]: this would make 10,001 projects in organization acme, and 10,000 are allowed; delete those that are no longer needed',
  ]);
});
