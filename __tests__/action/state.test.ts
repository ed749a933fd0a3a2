import { expect, test } from '@jest/globals';
import { parseState } from '../../src/action/state.ts';

test('a broken state is not quoted: its first characters may be the token', () => {
  expect(() => parseState('canary-token')).toThrow(/^(?!.*canary).*cannot be read$/);
});
