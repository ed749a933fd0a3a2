import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createRateLimits } from '../../../src/exchange/limits/rate-limits.ts';
import type { Refusal } from '../../../src/exchange/refusal.ts';
import { services } from '../service.ts';

const start = services();

/** Seconds to wait; undefined if the request is admitted. */
async function refusedFor(take: Promise<void>): Promise<number | undefined> {
  return take.then(
    () => undefined,
    ({ details }: Refusal) => details.retryAfter,
  );
}

describe('Retry-After is honest:', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('who comes back then is admitted, who comes sooner is told what is left', async () => {
    const { takeAddress } = createRateLimits({ perAddress: 1, perRepository: 0 }, Date.now);
    const take = () => refusedFor(takeAddress('192.0.2.1'));
    expect(await take()).toBeUndefined();
    jest.advanceTimersByTime(20_000);
    expect(await take()).toBe(40);
    jest.advanceTimersByTime(39_000);
    expect(await take()).toBe(1);
    jest.advanceTimersByTime(1000);
    expect(await take()).toBeUndefined();
  });
});

describe('IPv6', () => {
  const ADDRESS = '2001:db8:0:1::1';

  test.each(['2001:db8:0:1::2', '2001:db8:0:1:ffff:ffff:ffff:ffff', '2001:db8::1:0:0:0:1'])(
    '%s is the same customer, who has a whole /64 to choose from',
    async (neighbour) => {
      const { takeAddress } = createRateLimits({ perAddress: 1, perRepository: 0 }, Date.now);
      await takeAddress(ADDRESS);
      expect(await refusedFor(takeAddress(neighbour))).toBeGreaterThan(0);
    },
  );

  test.each(['2001:db8:0:2::1', '2001:db8::1'])('%s is another one', async (other) => {
    const { takeAddress } = createRateLimits({ perAddress: 1, perRepository: 0 }, Date.now);
    await takeAddress(ADDRESS);
    expect(await refusedFor(takeAddress(other))).toBeUndefined();
  });
});

test('many /64s of one /48 share a limit, which is that of four', async () => {
  const { takeAddress } = createRateLimits({ perAddress: 2, perRepository: 0 }, Date.now);
  const from = (address: string) => refusedFor(takeAddress(address));
  for (let part = 1; part <= 8; part++) expect(await from(`2001:db8:7:${part}::1`)).toBeUndefined();
  expect(await from('2001:db8:7:9::1')).toBeGreaterThan(0);
  expect(await from('2001:db8:8:9::1')).toBeUndefined();
});

test('one /64 cannot use up what its /48 has', async () => {
  const { takeAddress } = createRateLimits({ perAddress: 2, perRepository: 0 }, Date.now);
  for (let count = 0; count < 50; count++) await refusedFor(takeAddress('2001:db8:7:1::1'));
  expect(await refusedFor(takeAddress('2001:db8:7:2::1'))).toBeUndefined();
});

test('IPv4 addresses have nothing to do with their neighbours', async () => {
  const { takeAddress } = createRateLimits({ perAddress: 1, perRepository: 0 }, Date.now);
  for (let host = 1; host <= 200; host++)
    expect(await refusedFor(takeAddress(`192.0.2.${host}`))).toBeUndefined();
});

test('a repository over its limit is told when to come back, too', async () => {
  const { exchange } = await start({
    config: { rateLimits: { perAddress: 0, perRepository: 1 } },
  });
  expect((await exchange()).status).toBe(200);
  const answer = await exchange();
  expect(answer.status).toBe(429);
  const retryAfter = Number(answer.headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
});

test('without trusted proxies, X-Forwarded-For is no way around the limit', async () => {
  const { post } = await start({ config: { rateLimits: { perAddress: 1, perRepository: 0 } } });
  const from = (address: string) =>
    post('/oauth/token', new URLSearchParams({ grant_type: 'x' }), { 'x-forwarded-for': address });
  expect((await from('192.0.2.1')).status).toBe(400);
  expect((await from('192.0.2.2')).status).toBe(429);
});
