import { expect, test } from '@jest/globals';
import { evaluate } from '../../../src/exchange/trust/match.ts';
import { keptEvaluations } from '../../../src/exchange/trust/refuse.ts';
import type { TrustRelationship } from '../../../src/exchange/trust/relationship.ts';
import { jobClaims, NOW, withConditions } from './examples.ts';

const OPTIONS = { now: NOW, requirePins: false };

const kept = (relationships: TrustRelationship[], claims: Record<string, string> = {}) =>
  keptEvaluations(relationships.map((one) => evaluate(one, jobClaims(claims), OPTIONS)));

const many = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => make(index));

test('few and light ones are kept as they are, the closest first', () => {
  const far = withConditions({ refs: ['refs/heads/a'], environments: ['b'] });
  const near = { ...withConditions({ refs: ['refs/heads/a'] }), id: 'near' };
  const other = { ...withConditions({}), id: 'other', repositoryId: '7' };
  const { evaluations, omitted } = kept([other, far, near]);
  expect(evaluations).toEqual([near, far, other].map((one) => evaluate(one, jobClaims(), OPTIONS)));
  expect(omitted).toEqual([]);
});

test('however many there are and whatever they say, an event keeps a few kilobytes', () => {
  const refs = many(100, (index) => `refs/heads/${index}`.padEnd(512, '\u20ac'));
  const heavy = withConditions({ refs, environments: refs, workflows: refs, events: refs });
  const relationships = many(500, (index) => ({
    ...heavy,
    id: `heavy-${index}`,
    project: index % 2 ? ('acme/web' as const) : ('acme/api' as const),
  }));
  const { evaluations, omitted } = kept(relationships, { ref: `refs/heads/${'x'.repeat(9000)}` });
  expect(evaluations.length).toBeGreaterThan(0);
  expect(Buffer.byteLength(JSON.stringify(evaluations))).toBeLessThan(12 * 1024);
  const left = omitted.reduce((sum, { count }) => sum + count, 0);
  expect([left, omitted.map(({ project }) => project).toSorted()]).toEqual([
    500 - evaluations.length,
    ['acme/api', 'acme/web'],
  ]);
});

test('no text is cut through a character', () => {
  const ref = `${'x'.repeat(198)}\u{1f600}${'x'.repeat(10)}`;
  const { evaluations } = kept([withConditions({ environments: [ref] })], { environment: ref });
  expect(JSON.stringify(evaluations).isWellFormed()).toBe(true);
  expect(JSON.stringify(evaluations)).not.toMatch(/\\ud83d/);
});
