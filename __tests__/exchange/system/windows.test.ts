import { expect, test } from '@jest/globals';
import { createWindows } from '../../../src/exchange/system/windows.ts';

test('a window lasts for its length from when its key was first asked for', () => {
  let now = 0;
  const windowOf = createWindows({ length: 60, max: 10, clock: () => now });
  windowOf('a').used = 3;
  now = 59;
  expect(windowOf('a')).toMatchObject({ used: 3, endsAt: 60 });
  now = 60;
  expect(windowOf('a')).toMatchObject({ used: 0, endsAt: 120 });
});

test('no more keys are remembered than there is room for, those that were asked for last', () => {
  const windowOf = createWindows({ length: 60, max: 3, clock: () => 0 });
  windowOf('kept').used = 7;
  for (let key = 0; key < 100; key++) {
    windowOf(`${key}`).used = 1;
    windowOf('kept');
  }
  expect(windowOf('kept').used).toBe(7);
  expect(windowOf('99').used).toBe(1);
  expect(windowOf('0').used).toBe(0);
});
