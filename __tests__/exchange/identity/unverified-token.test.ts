import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictObject } from '../../../src/exchange/identity/unverified-token.ts';

describe('parseStrictObject', () => {
  test.each([
    ['an object', '{"a":"1","b":{"c":[1,{"d":null}]}}'],
    ['white space', ' {\n "a" : "1" ,\t"b" : 2 }\r\n'],
    ['colons, quotes and backslashes in strings', '{"a:\\"b":"c\\\\","d":":\\":","e\\\\":""}'],
    ['the same name on two levels', '{"a":{"a":1},"b":[{"a":1},{"a":2}]}'],
    ['names that only differ in case', '{"sub":"1","Sub":"2"}'],
  ])('takes %s', (_, text) => {
    expect(Object.entries(parseStrictObject(text) ?? {})).toEqual(Object.entries(JSON.parse(text)));
  });

  test.each([
    ['twice the same name', '{"repository":"acme/web","repository":"evil/web"}'],
    ['twice the same name and value', '{"a":1,"a":1}'],
    ['a name once plain and once escaped', '{"repository":"a","repositor\\u0079":"b"}'],
    ['duplicates in a nested object', '{"a":{"b":1,"b":2}}'],
    ['duplicates inside an array', '{"a":[[{"b":1,"c":2,"b":3}]]}'],
    ['a duplicate whose first value is an object', '{"a":{"x":1,"y":2},"a":1}'],
    ['twice __proto__', '{"__proto__":1,"__proto__":2}'],
    ['numeric names twice', '{"1":1,"1":2}'],
  ])('refuses %s', (_, text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(parseStrictObject(text)).toBeUndefined();
  });

  test.each([
    '',
    'null',
    '[]',
    '"a"',
    '1',
    '{"a":1,}',
    "{'a':1}",
    '{"a":1}{}',
    '{"a":1} x',
    '//\n{}',
  ])('refuses what is not one JSON object: %s', (text) => {
    expect(parseStrictObject(text)).toBeUndefined();
  });

  test('__proto__ is a name like any other', () => {
    const parsed = parseStrictObject('{"__proto__":{"repository":"acme/web"},"aud":"a"}');
    expect(Object.keys(parsed ?? {})).toEqual(['__proto__', 'aud']);
    expect(parsed?.repository).toBeUndefined();
    expect(Object.getPrototypeOf(parsed)).toBeNull();
  });

  test('inherits nothing', () => {
    expect(parseStrictObject('{}')?.toString).toBeUndefined();
  });

  test.each([
    ['arrays', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    ['objects', (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
  ])('refuses a bomb of nested %s, and takes what is within the cap', (_, nest) => {
    expect(parseStrictObject(`{"a":${nest(31)}}`)).toBeDefined();
    expect(parseStrictObject(`{"a":${nest(32)}}`)).toBeUndefined();
    expect(parseStrictObject(`{"a":${nest(5000)}}`)).toBeUndefined();
  });

  test('whatever JSON.stringify writes is taken, and refused with one member doubled', () => {
    const objects = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 20 }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(objects, fc.nat(), (object, pick) => {
        const text = JSON.stringify(object);
        expect(parseStrictObject(text)).toBeDefined();
        const names = Object.keys(object);
        const name = JSON.stringify(names[pick % names.length]);
        expect(parseStrictObject(`{${name}:0,${text.slice(1)}`)).toBeUndefined();
      }),
    );
  });
});
