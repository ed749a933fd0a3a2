import { expect, test } from '@jest/globals';
import { evaluate, isAddressed, isMatch } from '../../../src/exchange/trust/match.ts';
import { jobClaims, NOW, relationship, withConditions } from './examples.ts';

const OPTIONS = { now: NOW, requirePins: false };

test('every claim that was looked at is reported with what was presented and expected', () => {
  const trusted = withConditions({ refs: ['refs/heads/main'], environments: ['production'] });
  const evaluation = evaluate(trusted, jobClaims({ ref: 'refs/heads/dev' }), OPTIONS);
  expect(evaluation).toMatchObject({
    relationshipId: 'rel-1',
    project: 'acme/web',
    expired: false,
  });
  expect(evaluation.identity.map(({ claim, ok }) => [claim, ok])).toEqual([
    ['repository', true],
    ['repository_id', true],
    ['repository_owner_id', true],
  ]);
  expect(evaluation.conditions).toContainEqual({
    claim: 'ref',
    presented: 'refs/heads/dev',
    expected: ['refs/heads/main'],
    ok: false,
  });
  expect(evaluation.conditions).toContainEqual({
    claim: 'environment',
    presented: null,
    expected: ['production'],
    ok: false,
  });
  expect(evaluation.conditions).toContainEqual(
    expect.objectContaining({ claim: 'event_name', ok: true }),
  );
});

test('repository names compare without regard to ASCII case', () => {
  const claims = jobClaims({ repository: 'ACME/Web' });
  expect(isAddressed(evaluate(relationship(), claims, OPTIONS))).toBe(true);
});

test.each(['acme/we', 'acme/web2', 'evil/web', 'acme\u212a/web'])(
  'the repository %s is another one',
  (repository) => {
    expect(isAddressed(evaluate(relationship(), jobClaims({ repository }), OPTIONS))).toBe(false);
  },
);

test.each([
  ['repository_id', '260064829'],
  ['repository_id', '0260064828'],
  ['repository_id', undefined],
  ['repository_owner_id', '1342005'],
  ['repository_owner_id', undefined],
])('pinned ids are exact: %s %s is another repository', (claim, id) => {
  expect(isAddressed(evaluate(relationship(), jobClaims({ [claim]: id }), OPTIONS))).toBe(false);
});

test('one pinned id is enough to tell a re-registered name', () => {
  const halfPinned = relationship({ repositoryOwnerId: null });
  const stranger = jobClaims({ repository_id: '999' });
  expect(isAddressed(evaluate(halfPinned, stranger, OPTIONS))).toBe(false);
  expect(isMatch(evaluate(halfPinned, jobClaims(), OPTIONS))).toBe(true);
});

test('an unpinned relationship needs ids to pin', () => {
  const unpinned = relationship({ repositoryId: null, repositoryOwnerId: null });
  expect(isMatch(evaluate(unpinned, jobClaims(), OPTIONS))).toBe(true);
  expect(isMatch(evaluate(unpinned, jobClaims({ repository_id: undefined }), OPTIONS))).toBe(false);
});

test('with required pins a relationship without both ids matches nothing', () => {
  const strict = { now: NOW, requirePins: true };
  expect(isMatch(evaluate(relationship({ repositoryId: null }), jobClaims(), strict))).toBe(false);
  expect(isMatch(evaluate(relationship({ repositoryOwnerId: null }), jobClaims(), strict))).toBe(
    false,
  );
  expect(isMatch(evaluate(relationship(), jobClaims(), strict))).toBe(true);
});

test('a relationship ends at the second of its expiry', () => {
  const until = (expiresAt: number) =>
    isMatch(evaluate(relationship({ expiresAt }), jobClaims(), OPTIONS));
  expect(until(NOW + 1)).toBe(true);
  expect(until(NOW)).toBe(false);
});

test.each(['__proto__', 'constructor', 'toString'])(
  'a claim named %s is a claim like any other',
  (name) => {
    const claims = Object.assign(Object.create(null), jobClaims(), { [name]: 'x' });
    expect(isMatch(evaluate(relationship(), claims, OPTIONS))).toBe(true);
  },
);
