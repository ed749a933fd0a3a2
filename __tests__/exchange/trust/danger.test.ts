import { describe, expect, test } from '@jest/globals';
import { DANGER_CODES, type DangerCode, dangersOf } from '../../../src/exchange/trust/danger.ts';
import { matchesGlob } from '../../../src/exchange/trust/glob.ts';
import type { TrustRelationship } from '../../../src/exchange/trust/relationship.ts';
import { NOW, relationship, withConditions } from './examples.ts';

const codes = (trusted: TrustRelationship): DangerCode[] =>
  dangersOf(trusted).map(({ code }) => code);

test('a relationship made with care has no warnings', () => {
  const careful = withConditions({ refs: ['refs/heads/main', 'refs/tags/v*'] });
  expect(codes(careful)).toEqual([]);
});

describe('each danger', () => {
  const pull = { permissions: ['pull'] as const };

  test.each<[DangerCode, TrustRelationship]>([
    ['unpinned_repository', relationship({ ...pull, repositoryId: null, repositoryOwnerId: null })],
    ['unpinned_repository', relationship({ ...pull, repositoryOwnerId: null })],
    ['any_ref_can_push', withConditions({ events: ['push'] })],
    ['any_ref_can_push', withConditions({ refs: ['**'], events: ['push'] })],
    ['any_ref_can_push', withConditions({ refs: ['refs/**'], events: ['push'] })],
    ['any_ref_can_push', withConditions({ refs: ['refs/heads/*'], events: ['push'] })],
    ['any_ref_can_push', withConditions({ refs: ['refs/tags/v1', 'refs/heads/**'] })],
    ['open_ended_branch_can_push', withConditions({ refs: ['refs/heads/main*'] })],
    ['open_ended_branch_can_push', withConditions({ refs: ['refs/heads/team/release*'] })],
    [
      'event_never_admitted',
      withConditions({ refs: ['refs/heads/main'], events: ['push', 'merge_group'] }),
    ],
    [
      'event_never_admitted',
      withConditions({ baseRefs: ['main'], events: ['pull_request', 'push'] }, pull),
    ],
    ['unknown_event', withConditions({ events: ['made_up_tomorrow'] }, pull)],
    ['pull_request_can_push', withConditions({ refs: ['refs/pull/*/merge'] })],
    ['privileged_event', withConditions({ events: ['pull_request_target'] }, pull)],
    ['privileged_event', withConditions({ events: ['push', 'workflow_run'] }, pull)],
    [
      'wildcard_reusable_workflow',
      withConditions({ reusableWorkflows: ['acme/w/.github/workflows/b.yml@**'] }, pull),
    ],
    [
      'push_without_pull',
      withConditions({ refs: ['refs/heads/main'] }, { permissions: ['build', 'push'] }),
    ],
    ['regular_expression', withConditions({ refs: ['refs/heads/(main|dev)'] })],
    ['regular_expression', withConditions({ refs: ['refs/heads/{main,dev}'] })],
    ['regular_expression', withConditions({ refs: ['refs/heads/main', 'refs/heads/x$'] })],
    ['regular_expression', withConditions({ refs: ['refs/tags/v.*'] })],
    ['regular_expression', withConditions({ refs: ['refs/tags/v.+'] })],
    [
      'regular_expression',
      withConditions({ refs: ['refs/tags/v1'], workflows: ['.github/workflows/(a|b).yml'] }),
    ],
  ])('%s', (code, trusted) => {
    expect(codes(trusted)).toEqual([code]);
  });

  test('everything_forever, beside what it is made of', () => {
    expect(codes(relationship())).toEqual([
      'any_ref_can_push',
      'pull_request_can_push',
      'everything_forever',
    ]);
    expect(codes(relationship({ expiresAt: NOW }))).not.toContain('everything_forever');
    expect(codes(relationship({ permissions: ['push'] }))).not.toContain('everything_forever');
  });
});

test.each([
  ['refs/heads/main*', 'refs/heads/main-evil'],
  ['refs/heads/mai*n', 'refs/heads/mai-eviln'],
  ['refs/heads/team*/**/v*', 'refs/heads/team-evil/x/vx'],
])('%s is shown a ref that it admits', (ref, admitted) => {
  const dangers = dangersOf(withConditions({ refs: [ref] }));
  const danger = dangers.find(({ code }) => code === 'open_ended_branch_can_push');
  expect(danger?.text).toContain(` ${admitted},`);
  expect(matchesGlob(ref, admitted)).toBe(true);
});

test.each([
  [
    'a branch pattern that says something',
    withConditions({ refs: ['refs/heads/release-*', 'refs/heads/v*', 'refs/heads/main/**'] }),
  ],
  [
    'an open end that cannot push',
    withConditions({ refs: ['refs/heads/main*'] }, { permissions: ['pull'] }),
  ],
  [
    'an environment, which has rules of its own',
    withConditions({ environments: ['production'], events: ['push'] }),
  ],
  [
    'a reusable workflow named in full',
    withConditions({
      refs: ['refs/heads/main'],
      reusableWorkflows: ['acme/w/.github/workflows/b.yml@refs/tags/v1'],
    }),
  ],
  [
    'a glob with dots and pluses that are meant',
    withConditions({
      refs: ['refs/tags/v1.*', 'refs/tags/v*.*', 'refs/tags/v1+build'],
      workflows: ['.github/workflows/release.*'],
    }),
  ],
  [
    'an unusual event that needs write access',
    withConditions({ refs: ['refs/heads/main'], events: ['deployment'] }),
  ],
])('%s is no danger', (_, trusted) => {
  expect(codes(trusted)).toEqual([]);
});

describe('what the configuration makes of it', () => {
  const trusted = withConditions({ refs: ['refs/heads/main'] }, { maxLifetime: 7200 });

  test('a lifetime that the installation never grants', () => {
    expect(dangersOf(trusted, { maxLifetime: 7200 })).toEqual([]);
    const [danger, ...others] = dangersOf(trusted, { maxLifetime: 3600 });
    expect(danger).toMatchObject({
      code: 'lifetime_beyond_maximum',
      text: expect.stringContaining('1h'),
    });
    expect(others).toEqual([]);
    expect(dangersOf({ ...trusted, maxLifetime: null }, { maxLifetime: 60 })).toEqual([]);
  });

  test('missing ids: trusted at the first use, or never', () => {
    const unpinned = { ...trusted, repositoryOwnerId: null };
    const [lenient] = dangersOf(unpinned, { requirePins: false });
    const [strict] = dangersOf(unpinned, { requirePins: true });
    expect([lenient?.code, strict?.code]).toEqual(['unpinned_repository', 'unpinned_repository']);
    expect(lenient?.text).toContain('is trusted');
    expect(strict?.text).toContain('never grants anything');
    expect(dangersOf(trusted, { requirePins: true })).toEqual([]);
  });
});

test('every warning says what can happen and what to write instead', () => {
  const everything = withConditions(
    { events: ['pull_request', 'issue_comment'], reusableWorkflows: ['a/b/**/(x|y)@**'] },
    { repositoryId: null },
  );
  const dangers = [
    ...dangersOf(everything),
    ...dangersOf(relationship({ maxLifetime: 7200 }), { maxLifetime: 60 }),
    ...dangersOf(relationship({ permissions: ['push'] })),
    ...dangersOf(
      withConditions({ refs: ['refs/heads/main*'], events: ['merge_group', 'made_up'] }),
    ),
  ];
  expect(new Set(dangers.map(({ code }) => code))).toEqual(new Set(DANGER_CODES));
  for (const { text, remedy } of dangers) {
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  }
});
