import { describe, expect, test } from '@jest/globals';
import { cleaningUpAfter, cleaningUpIfFailed } from '../../../src/exchange/system/cleaning-up.ts';

const why = new Error('the disk is full');
const fails = () => Promise.reject(new Error('cannot close'));

describe.each([
  ['after', cleaningUpAfter],
  ['if failed', cleaningUpIfFailed],
])('cleaning up %s', (_, cleaningUp) => {
  test('never takes the place of why the work failed', async () => {
    let cleaned = 0;
    const cleanUp = async () => {
      cleaned++;
      await fails();
    };
    await expect(cleaningUp(Promise.reject(why), cleanUp)).rejects.toBe(why);
    expect(cleaned).toBe(1);
  });
});

test('work that went well is followed by cleaning up, whose failure is told', async () => {
  await expect(cleaningUpAfter(Promise.resolve(1), fails)).rejects.toThrow('cannot close');
  expect(await cleaningUpAfter(Promise.resolve(1), async () => {})).toBe(1);
});

test('work that went well is left open where only failures are cleaned up after', async () => {
  expect(await cleaningUpIfFailed(Promise.resolve(1), fails)).toBe(1);
});
