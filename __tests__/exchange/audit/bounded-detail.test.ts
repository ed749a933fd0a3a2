import { expect, test } from '@jest/globals';
import { boundedDetail } from '../../../src/exchange/audit/bounded-detail.ts';

const many = <Item>(count: number, item: Item): Item[] => Array(count).fill(item);

const bytes = (detail: unknown) => Buffer.byteLength(JSON.stringify(detail));

test('a change of as much as quotas allow is kept whole, before and after', () => {
  const rule = {
    repository: 'acme/web',
    refs: many(80, 'x'.repeat(100)),
    description: 'x'.repeat(200),
  };
  const detail = { before: rule, after: rule };
  expect(boundedDetail(detail)).toBe(detail);
  expect(boundedDetail(null)).toBeNull();
});

test.each([
  ['lists', { refs: many(500, 'x'.repeat(100)) }],
  ['texts', { server_ca: 'x'.repeat(60_000) }],
  ['lists of objects', { items: many(5000, { name: 'x'.repeat(50) }) }],
])('long %s are shortened, and say what there was', (_, what) => {
  const bounded = boundedDetail({ before: null, after: { name: 'web', ...what } });
  expect(bounded).toMatchObject({ before: null, after: { name: 'web' } });
  expect(bytes(bounded)).toBeLessThanOrEqual(32 * 1024);
  expect(JSON.stringify(bounded)).toMatch(/\u2026 \((500 entries|60000 characters|5000 entries)\)/);
});

test('what has no end of members is not kept at all', () => {
  const members = Object.fromEntries(many(9000, 0).map((_, index) => [`member-${index}`, index]));
  expect(boundedDetail({ after: members })).toBeNull();
});
