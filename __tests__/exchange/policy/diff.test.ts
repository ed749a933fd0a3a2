import { describe, expect, test } from '@jest/globals';
import { planPolicy } from '../../../src/exchange/policy/diff.ts';
import type { PolicyDocument, RelationshipEntry } from '../../../src/exchange/policy/document.ts';
import { entry, GITHUB, policy } from './examples.ts';

const EMPTY: PolicyDocument = { issuers: [], users: [], organizations: [] };
const refs = (...patterns: string[]) => ({ ...entry().conditions, refs: patterns });

function plan(stored: RelationshipEntry[], wanted: RelationshipEntry[], prune = false) {
  return planPolicy(policy(...stored), policy(...wanted), { prune });
}

const summary = ({ changes }: ReturnType<typeof plan>) =>
  changes.map((change) => `${change.action} ${change.kind}`);

describe('a new installation', () => {
  test('is made from the outside to the inside', () => {
    expect(summary(planPolicy(EMPTY, policy(entry()), { prune: false }))).toEqual([
      'create issuer',
      'create organization',
      'create member',
      'create project',
      'create trust_relationship',
    ]);
  });

  test('the same document again changes nothing', () => {
    const stored = policy(entry({ id: 'rel-1' }));
    expect(planPolicy(stored, policy(entry()), { prune: true })).toEqual({ changes: [], kept: [] });
  });
});

describe('what the document does not mention', () => {
  test('is kept, and listed as kept', () => {
    const result = planPolicy(policy(entry({ id: 'rel-1' })), EMPTY, { prune: false });
    expect(result.changes).toEqual([]);
    expect(result.kept.map(({ kind }) => kind)).toEqual([
      'trust_relationship',
      'project',
      'member',
      'organization',
      'issuer',
    ]);
  });

  test('is removed from the inside to the outside if pruning is asked for', () => {
    const result = planPolicy(policy(entry({ id: 'rel-1' })), EMPTY, { prune: true });
    expect(summary(result)).toEqual([
      'remove trust_relationship',
      'remove project',
      'remove member',
      'remove organization',
      'remove issuer',
    ]);
    expect(result.kept).toEqual([]);
  });

  test('is removed after everything is created and updated', () => {
    const other: PolicyDocument = {
      issuers: [{ url: 'https://ghes.example.com/_services/token', provider: 'github' }],
      users: [],
      organizations: [{ name: 'beta', members: [], projects: [] }],
    };
    expect(summary(planPolicy(policy(), other, { prune: true }))).toEqual([
      'create issuer',
      'create organization',
      'remove project',
      'remove member',
      'remove organization',
      'remove issuer',
    ]);
  });
});

test('a new role is an update that knows the old one', () => {
  const wanted = policy();
  const [acme] = wanted.organizations;
  const demoted: PolicyDocument = {
    ...wanted,
    organizations: acme
      ? [{ ...acme, members: [{ user: 'ada@example.com', role: 'member' }] }]
      : [],
  };
  expect(planPolicy(policy(), demoted, { prune: false }).changes).toEqual([
    {
      kind: 'member',
      action: 'update',
      organization: 'acme',
      entry: { user: 'ada@example.com', role: 'member' },
      previousRole: 'admin',
    },
  ]);
});

describe('which stored relationship a wanted one is', () => {
  test('tightening refs updates in place: the looser rule does not stay in force', () => {
    const loose = entry({ id: 'rel-1', conditions: refs('**') });
    const result = plan([loose], [entry()]);
    expect(result.kept).toEqual([]);
    expect(result.changes).toMatchObject([
      { action: 'update', before: { id: 'rel-1' }, after: { id: 'rel-1', ...entry() } },
    ]);
  });

  test('those that say the same find each other first, whatever their order', () => {
    const main = entry({ conditions: refs('refs/heads/main') });
    const tags = entry({ conditions: refs('refs/tags/*') });
    const stored = [
      { ...main, id: 'main' },
      { ...tags, id: 'tags' },
    ];
    expect(plan(stored, [tags, main]).changes).toEqual([]);
    const changed = plan(stored, [tags, entry({ conditions: refs('refs/heads/release') })]);
    expect(changed.changes).toMatchObject([{ action: 'update', before: { id: 'main' } }]);
  });

  test('the rest by repository, in order; what is left over is kept', () => {
    const stored = [
      entry({ id: 'one', conditions: refs('refs/heads/1') }),
      entry({ id: 'two', conditions: refs('refs/heads/2') }),
      entry({ id: 'other', repository: 'acme/other' }),
    ];
    const result = plan(stored, [entry({ conditions: refs('refs/heads/3') })]);
    expect(result.changes).toMatchObject([{ action: 'update', before: { id: 'one' } }]);
    expect(result.kept).toMatchObject([{ before: { id: 'two' } }, { before: { id: 'other' } }]);
  });

  test('a relationship of another issuer is another one', () => {
    const other = entry({ id: 'ghes', issuer: 'https://ghes.example.com/_services/token' });
    expect(summary(plan([other], [entry()], true))).toEqual([
      'create trust_relationship',
      'remove trust_relationship',
    ]);
  });

  test('a second one like it is added, not merged', () => {
    const twice = plan([entry({ id: 'rel-1' })], [entry(), entry()]);
    expect(summary(twice)).toEqual(['create trust_relationship']);
  });
});

describe('ids that were pinned at the first use', () => {
  const pinned = entry({ id: 'rel-1' });
  const unpinned = { repositoryId: null, repositoryOwnerId: null };

  test('stay if the document leaves them out', () => {
    expect(plan([pinned], [entry(unpinned)]).changes).toEqual([]);
    const [change] = plan([pinned], [entry({ ...unpinned, maxLifetime: 60 })]).changes;
    expect(change).toMatchObject({ after: { repositoryId: '260064828', maxLifetime: 60 } });
  });

  test('do not hide that a relationship says the same, whatever the order', () => {
    const main = entry({ conditions: refs('refs/heads/main') });
    const tags = entry({ conditions: refs('refs/tags/*') });
    const stored = [
      { ...main, id: 'main' },
      { ...tags, id: 'tags' },
    ];
    const wanted = [
      { ...tags, ...unpinned },
      { ...main, ...unpinned },
    ];
    expect(plan(stored, wanted).changes).toEqual([]);
  });

  test('are replaced if the document names others', () => {
    expect(plan([pinned], [entry({ repositoryId: '2' })]).changes).toMatchObject([
      { action: 'update', after: { repositoryId: '2', repositoryOwnerId: '1342004' } },
    ]);
  });

  test('are not taken away by a rule that names others, listed first', () => {
    const old = entry({ id: 'old', repositoryId: '100', repositoryOwnerId: '7' });
    const first = entry({ repositoryId: '555', repositoryOwnerId: '66' });
    const changed = entry({ ...unpinned, conditions: refs('refs/heads/x') });
    expect(plan([old], [first, changed]).changes).toMatchObject([
      { action: 'create', after: { repositoryId: '555' } },
      { action: 'update', after: { id: 'old', repositoryId: '100', repositoryOwnerId: '7' } },
    ]);
  });

  test('hold for a new rule of the repository, unless rules are pinned to several', () => {
    const added = entry({ ...unpinned, conditions: refs('refs/heads/x') });
    expect(plan([pinned], [entry(), added]).changes).toMatchObject([
      { action: 'create', after: { repositoryId: '260064828', repositoryOwnerId: '1342004' } },
    ]);
    const other = entry({ repositoryId: '2' });
    expect(plan([pinned, other], [entry(), other, added]).changes).toMatchObject([
      { action: 'create', after: unpinned },
    ]);
  });

  test('tell two otherwise equal ones apart', () => {
    const stored = [entry({ id: 'a', repositoryId: '1' }), entry({ id: 'b', repositoryId: '2' })];
    const wanted = [entry(unpinned), entry({ repositoryId: '1' })];
    expect(plan(stored, wanted)).toEqual({ changes: [], kept: [] });
  });
});

test.each<[string, Partial<RelationshipEntry>]>([
  ['case of the repository name', { repository: 'Acme/WEB' }],
  ['order of the refs', { conditions: refs('refs/tags/v*', 'refs/heads/main') }],
  ['order of the permissions', { permissions: ['pull', 'push', 'build'] }],
])('%s means nothing and changes nothing', (_, difference) => {
  expect(plan([entry({ id: 'rel-1' })], [entry(difference)]).changes).toEqual([]);
});

test.each<[string, Partial<RelationshipEntry>]>([
  ['refs', { conditions: refs('refs/heads/main') }],
  ['a condition', { conditions: { ...entry().conditions, environments: ['production'] } }],
  ['permissions', { permissions: ['pull'] }],
  ['lifetime', { maxLifetime: null }],
  ['mode', { mode: 'audit' }],
  ['description', { description: 'x' }],
  ['expiry', { expiresAt: 1 }],
])('another %s is an update', (_, difference) => {
  expect(summary(plan([entry({ id: 'rel-1' })], [entry(difference)]))).toEqual([
    'update trust_relationship',
  ]);
});

test('an issuer is another one as soon as a byte of its URL differs', () => {
  const upper: PolicyDocument = {
    ...policy(),
    issuers: [{ url: `${GITHUB}/acme`, provider: 'github' }],
  };
  expect(summary(planPolicy(policy(), upper, { prune: true }))).toEqual([
    'create issuer',
    'remove issuer',
  ]);
});
