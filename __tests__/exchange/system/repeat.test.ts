import { expect, test } from '@jest/globals';
import { repeatEvery } from '../../../src/exchange/system/repeat.ts';

test('a task is repeated, never twice at a time, and its last run is waited for', async () => {
  const third = Promise.withResolvers<void>();
  let [started, running, mostAtOnce] = [0, 0, 0];
  const stop = repeatEvery(1, async () => {
    started++;
    mostAtOnce = Math.max(mostAtOnce, ++running);
    if (started === 3) third.resolve();
    await new Promise((resolve) => setTimeout(resolve, 20));
    running--;
  });
  await third.promise;
  await stop();
  expect([running, mostAtOnce]).toEqual([0, 1]);
});
