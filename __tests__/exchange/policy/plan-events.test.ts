import { expect, test } from '@jest/globals';
import { planPolicy } from '../../../src/exchange/policy/diff.ts';
import type { PolicyDocument } from '../../../src/exchange/policy/document.ts';
import { planEvents } from '../../../src/exchange/policy/plan-events.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { entry, policy } from './examples.ts';

const EMPTY: PolicyDocument = { issuers: [], users: [], organizations: [] };
const by = { actor: 'operator', clock: () => 1_800_000_000_000, random: systemRandom };
const SCOPE = { organizationId: 'acme-id', projectId: 'web-id', project: 'acme/web' } as const;

test('one event per change, each by the operator and at the time of the clock', () => {
  const events = planEvents(planPolicy(EMPTY, policy(entry()), { prune: false }), [], by);
  expect(events.map(({ action }) => action)).toEqual([
    'issuer.create',
    'organization.create',
    'member.create',
    'project.create',
    'trust_relationship.create',
  ]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  for (const event of events)
    expect(event).toMatchObject({
      decision: 'changed',
      actor: 'operator',
      time: '2027-01-15T08:00:00.000Z',
      reason: null,
      claims: null,
    });
});

test('before and after are there for every kind of change', () => {
  const stored = policy(entry({ id: 'rel-1' }));
  const [update] = planEvents(
    planPolicy(stored, policy(entry({ mode: 'audit' })), { prune: false }),
    [[{ ...SCOPE, relationships: ['rel-1'] }]],
    by,
  );
  expect(update).toMatchObject({
    action: 'trust_relationship.update',
    projects: ['acme/web'],
    relationships: ['rel-1'],
    detail: { before: { mode: 'enforce' }, after: { mode: 'audit' } },
  });
  const removals = planEvents(planPolicy(stored, EMPTY, { prune: true }), [], by);
  expect(removals.map(({ action, detail }) => [action, detail])).toEqual([
    ['trust_relationship.remove', { before: entry({ id: 'rel-1' }), after: null }],
    ['project.remove', { before: { organization: 'acme', project: 'web' }, after: null }],
    [
      'member.remove',
      {
        before: { organization: 'acme', user: 'ada@example.com', role: 'admin' },
        after: null,
      },
    ],
    ['organization.remove', { before: { organization: 'acme' }, after: null }],
    [
      'issuer.remove',
      {
        before: { url: 'https://token.actions.githubusercontent.com', provider: 'github' },
        after: null,
      },
    ],
  ]);
});

test('a changed role says which one it was', () => {
  const change = {
    kind: 'member',
    action: 'update',
    organization: 'acme',
    entry: { user: 'ada@example.com', role: 'member' },
    previousRole: 'admin',
  } as const;
  const [event] = planEvents({ changes: [change], kept: [] }, [], by);
  expect(event?.detail).toEqual({
    before: { organization: 'acme', user: 'ada@example.com', role: 'admin' },
    after: { organization: 'acme', user: 'ada@example.com', role: 'member' },
  });
});
