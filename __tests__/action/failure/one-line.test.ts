import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inert, messageOf, oneLine } from '../../../src/action/failure/one-line.ts';

test('nothing that anybody says becomes a workflow command', () => {
  const pieces = fc.constantFrom(
    '\n',
    '\r',
    '\u2028',
    '::',
    '##[',
    '#',
    '[',
    'set-output',
    'x',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (words) => {
      const line = oneLine(words.join(''));
      expect(line).not.toMatch(/[\n\r\u2028\u2029]/);
      expect(line).not.toContain('##[');
    }),
  );
});

test('invisible and bidirectional characters do not reach the reader', () => {
  expect(oneLine('a\u202eb\u200bc\u0000d')).toBe('a b c d');
});

test('a novel is cut short', () => {
  expect(oneLine('x'.repeat(10_000)).length).toBeLessThan(600);
});

test('what was thrown need not be an error', () => {
  expect([messageOf(new Error('a\nb')), messageOf('text'), messageOf(undefined)]).toEqual([
    'a b',
    'text',
    'undefined',
  ]);
});

test.each(['::warning::x', 'a\n \t::warning::x', 'a\r::warning::x', 'a ##[warning]x', '\x85::x'])(
  'a workflow command within our lines (%j) is none',
  (text) => {
    expect(inert(text)).not.toMatch(/(^|[\r\n])[\s\x85]*::|##\[/);
    expect(inert('a\n  b: c::d')).toBe('a\n  b: c::d');
  },
);
