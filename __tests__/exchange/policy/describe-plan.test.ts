import { expect, test } from '@jest/globals';
import { planPolicy } from '../../../src/exchange/policy/diff.ts';
import type { PolicyDocument } from '../../../src/exchange/policy/document.ts';
import { entry, policy } from './examples.ts';
import { describePlan } from './policy-file.ts';

const EMPTY: PolicyDocument = { issuers: [], users: [], organizations: [] };
const describe = (current: PolicyDocument, wanted: PolicyDocument, prune = false) =>
  describePlan(planPolicy(current, wanted, { prune }), {});

test('what is created, with every field that is set', () => {
  expect(describe(EMPTY, policy(entry()))).toEqual([
    '+ issuer https://token.actions.githubusercontent.com (github)',
    '+ organization acme',
    '+ member ada@example.com of acme (admin)',
    '+ project acme/web',
    '+ trust relationship of project acme/web with repository acme/web',
    '    issuer: https://token.actions.githubusercontent.com',
    '    repository: acme/web',
    '    repository_id: 260064828',
    '    repository_owner_id: 1342004',
    '    refs: refs/heads/main, refs/tags/v*',
    '    permissions: build, push, pull',
    '    max_lifetime: 2h',
    '    mode: enforce',
  ]);
});

test('what is updated, field by field, before and after', () => {
  const wanted = entry({
    conditions: { ...entry().conditions, refs: ['refs/heads/main'], environments: ['production'] },
    maxLifetime: null,
    expiresAt: 1_800_000_000,
  });
  expect(describe(policy(entry({ id: 'rel-1' })), policy(wanted))).toEqual([
    '~ trust relationship of project acme/web with repository acme/web',
    '    refs: refs/heads/main, refs/tags/v* -> refs/heads/main',
    '    environments: (not set) -> production',
    '    max_lifetime: 2h -> (not set)',
    '    expires_at: (not set) -> 2027-01-15T08:00:00Z',
  ]);
});

test('what is removed, and what is kept', () => {
  const stored = policy(entry({ id: 'rel-1' }));
  expect(describe(stored, EMPTY, true).filter((line) => !line.startsWith(' '))).toEqual([
    '- trust relationship of project acme/web with repository acme/web',
    '- project acme/web',
    '- member ada@example.com of acme (admin)',
    '- organization acme',
    '- issuer https://token.actions.githubusercontent.com (github)',
  ]);
  expect(describe(stored, EMPTY)).toEqual([
    'Stored, not in the document, and kept (--prune removes it):',
    '    organization acme',
    '    issuer https://token.actions.githubusercontent.com (github)',
  ]);
  expect(describe(stored, policy())).toEqual([
    'Stored, not in the document, and kept (--prune removes it):',
    '    trust relationship of project acme/web with repository acme/web',
  ]);
});

test('the issuer, where it alone tells two relationships of a repository apart', () => {
  const ghes = 'https://ghes.example.com/_services/token';
  const [one, other] = [entry({ id: 'rel-1' }), entry({ id: 'rel-2', issuer: ghes })];
  const headlines = (current: PolicyDocument, wanted: PolicyDocument, prune = false) =>
    describe(current, wanted, prune).filter((line) => line.includes('trust relationship'));
  const named = 'trust relationship of project acme/web with repository acme/web';
  const both = policy(one, other);
  expect(headlines(policy(), both)).toEqual([
    `+ ${named} at ${one.issuer}`,
    `+ ${named} at ${ghes}`,
  ]);
  const loosened = policy(one, entry({ issuer: ghes, maxLifetime: 60 }));
  expect(headlines(both, loosened)).toEqual([`~ ${named} at ${ghes}`]);
  expect(headlines(both, policy(), true)).toEqual([
    `- ${named} at ${one.issuer}`,
    `- ${named} at ${ghes}`,
  ]);
  expect(headlines(both, policy(one))).toEqual([`    ${named} at ${ghes}`]);
});

test('a dangerous relationship is warned about when it is created or changed', () => {
  const dangerous = entry({
    repositoryId: null,
    conditions: {
      ...entry().conditions,
      refs: ['**'],
      events: ['push', 'pull_request_target'],
      reusableWorkflows: ['acme/w/.github/workflows/*@**'],
    },
  });
  const warnings = (current: PolicyDocument) =>
    describe(current, policy(dangerous))
      .filter((line) => line.startsWith('  ! '))
      .map((line) => line.split(':')[0]);
  expect(warnings(EMPTY)).toEqual([
    '  ! unpinned_repository',
    '  ! any_ref_can_push',
    '  ! privileged_event',
    '  ! wildcard_reusable_workflow',
  ]);
  // The stored one is pinned already, and stays so.
  expect(warnings(policy(entry({ id: 'rel-1' })))).toEqual([
    '  ! any_ref_can_push',
    '  ! privileged_event',
    '  ! wildcard_reusable_workflow',
  ]);
});
