import { expect, test } from '@jest/globals';
import { visibleLines } from '../../src/cli/visible.ts';

test('hidden characters of an audit event do not reach the terminal, and JSON means the same', () => {
  const event = { ref: 'a\u001b[2J\u007f\u009b31m\u202e\u2028\u{e0001}b' };
  const line = visibleLines(`${JSON.stringify(event)}\n`);
  expect(line.slice(0, -1)).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(line)).toEqual(event);
});
