import { describe, expect, test } from '@jest/globals';
import { promptCheck } from '../../../src/exchange/http/readiness.ts';
import { services } from '../service.ts';

const start = services();

test('readiness answers while another process holds the write lock, however many ask', async () => {
  const { url, exchange, database } = await start();
  const readiness = async () => (await fetch(`${url}/readyz`)).status;
  expect((await exchange()).status).toBe(200);
  expect(await readiness()).toBe(200);
  const other = await database.connect();
  await other.lock();
  const exchanged = exchange();
  const first = await Promise.all(Array.from({ length: 20 }, readiness));
  const second = await Promise.all(Array.from({ length: 20 }, readiness));
  // An exchange that waits for a moment is no reason to be taken out.
  expect(new Set([...first, ...second])).toEqual(new Set([200]));
  await other.close();
  expect((await exchanged).status).toBe(200);
  expect(await readiness()).toBe(200);
});

describe('a check', () => {
  function hanging() {
    let calls = 0;
    let now = 0;
    let answer = Promise.withResolvers<void>();
    const check = promptCheck(
      () => {
        calls++;
        return answer.promise;
      },
      () => now,
    );
    return {
      check,
      calls: () => calls,
      pass: (seconds: number) => {
        now += seconds;
      },
      async end(failure?: Error) {
        const ended = answer;
        answer = Promise.withResolvers<void>();
        if (failure) ended.reject(failure);
        else ended.resolve();
        await ended.promise.catch(() => {});
      },
    };
  }

  test('that hangs from the start fails without waiting for it', async () => {
    const { check, end } = hanging();
    expect(await check()).toMatchObject({
      reason: { message: expect.stringMatching(/no answer/) },
    });
    await end();
  });

  test('that hangs after a good one is given ten seconds', async () => {
    const { check, calls, pass, end } = hanging();
    const good = check();
    await end();
    expect(await good).toBeUndefined();
    expect(await Promise.all([check(), check()])).toEqual([undefined, undefined]);
    expect(calls()).toBe(2);
    pass(10);
    expect(await check()).toMatchObject({ reason: { message: expect.stringMatching(/10\.0 s/) } });
    expect(calls()).toBe(2);
    await end();
  });

  test('that fails says why, and is made again', async () => {
    const { check, calls, end } = hanging();
    const failed = check();
    const reason = new Error('the disk is full');
    await end(reason);
    expect(await failed).toEqual({ reason });
    const again = check();
    await end();
    expect(await again).toBeUndefined();
    expect(calls()).toBe(2);
  });
});
