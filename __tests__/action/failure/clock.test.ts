import { expect, test } from '@jest/globals';
import { clockSkew } from '../../../src/action/failure/failure-report.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const minutes = (count: number) => NOON + count * 60_000;

test.each([
  [
    'ahead of GitHub, which signed the token',
    { exchange: minutes(10), runner: minutes(10), github: NOON },
    '10 min ahead of that of GitHub',
  ],
  [
    'behind GitHub',
    { exchange: minutes(-3), runner: NOON, github: NOON },
    '3 min behind that of GitHub',
  ],
  ['hours away', { exchange: minutes(300), runner: NOON, github: NOON }, '5 h ahead'],
  [
    'known only to the runner',
    { exchange: minutes(4), runner: NOON },
    '4 min ahead of that of this runner',
  ],
])('an exchange %s', (_, clocks, words) => {
  expect(clockSkew(clocks)).toContain(words);
});

test.each([
  ['a few seconds are the network', { exchange: NOON + 20_000, runner: NOON, github: NOON }],
  [
    'a wrong clock of the runner harms nobody',
    { exchange: NOON, runner: minutes(60), github: NOON },
  ],
])('%s', (_, clocks) => {
  expect(clockSkew(clocks)).toBeUndefined();
});
