import { describe, expect, test } from '@jest/globals';
import { faultsOf } from './faults.ts';

describe('text that is no sound YAML', () => {
  test.each([
    ['', '1:1: the document is empty; it needs issuers and organizations'],
    ['# nothing\n', '1:1: the document is empty; it needs issuers and organizations'],
    ['- acme\n', '1:1: not a mapping; write it as key: value'],
    ['{}\n', '1:1: issuers: missing; add it'],
    ['issuers: []\nissuers: []\n', '2:1: the key occurs twice; keep one of the two'],
    ['issuers:\n\t- a\n', '2:1: a tab indents; use spaces'],
    ['a: 1\n---\nb: 2\n', '2:1: there are several documents; keep everything in one, without ---'],
    ['refs: [**]\n', '1:8: ** is an alias to YAML; put it in quotes: "**"'],
    ['refs: [main\nx: ]\n', 'check indentation, brackets and quotes around here'],
    ['a: !secret x\n', '1:4: not sound YAML (Unresolved tag: !secret)'],
  ])('%j', (yaml, message) => {
    expect(faultsOf(yaml).join('\n')).toContain(message);
  });

  test('a bomb of aliases is not blown up', () => {
    const levels = 'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(10)}]`);
    const bomb = ['a: &a [1]', ...levels].join('\n');
    expect(faultsOf(bomb)).toEqual(['1:1: more than 100 aliases; write the aliased parts out']);
  });

  test('60,000 aliases in a list do not hang the command', () => {
    const list = `a: &a [x]\nb: [${'*a,'.repeat(60_000)}]`;
    expect(faultsOf(list)).toEqual(['1:1: more than 100 aliases; write the aliased parts out']);
  });

  test('a line of another file, taken for a key, is quoted and shortened', () => {
    const faults = faultsOf(`secret \u009b31m${'x'.repeat(100)}: 1\n`);
    expect(faults).toContain(
      `1:1: "secret \\u009b31m${'x'.repeat(29)}…": unknown key; known here: issuers, users, organizations, registries`,
    );
  });

  test.each(['[', '{"a":', '- '])('a depth of 20,000 times %j does not overflow', (open) => {
    expect(faultsOf(open.repeat(20_000)).join()).toContain('nested too deeply');
  });

  test('a document of five million bytes is refused unread', () => {
    expect(faultsOf('#'.repeat(5_000_000)).join()).toContain('split it');
  });
});
