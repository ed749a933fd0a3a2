import { expect, jest, test } from '@jest/globals';
import { createRateLimits } from '../../../src/exchange/limits/rate-limits.ts';
import type { Refusal } from '../../../src/exchange/refusal.ts';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { servicesOfOneProcess } from '../service.ts';

const start = servicesOfOneProcess();

test('an address that exchanges too often is told when to come back, before its token is looked at', async () => {
  const { exchange, idToken, issuer } = await start({
    config: { rateLimits: { perAddress: 3, perRepository: 0 } },
  });
  for (let count = 0; count < 3; count++) await exchange({ subject_token: 'x' });
  const answer = await exchange({ subject_token: idToken() });
  expect(answer).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
  const retryAfter = Number(answer.headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  expect(issuer.requests).toEqual([]);
});

test('a repository that exchanges too often does not use up the share of another', async () => {
  const { exchange, idToken } = await start({
    trust: [{}, { repository: 'acme/docs', repositoryId: '7' }],
    config: { rateLimits: { perAddress: 0, perRepository: 2 } },
  });
  await exchange();
  await exchange();
  expect((await exchange()).body.reason).toBe('rate_limited');
  const other = idToken({ repository: 'acme/docs', repository_id: '7' });
  expect(await exchange({ subject_token: other })).toMatchObject({ status: 200 });
});

test('a forged token counts for nobody but its sender', async () => {
  const { exchange, idToken } = await start({
    config: { rateLimits: { perAddress: 0, perRepository: 1 } },
  });
  const forged = `${idToken().slice(0, -10)}AAAAAAAAAA`;
  for (let count = 0; count < 3; count++)
    expect((await exchange({ subject_token: forged })).body.reason).toBe('bad_signature');
  expect(await exchange()).toMatchObject({ status: 200 });
});

test('the address in X-Forwarded-For counts if a trusted proxy says so', async () => {
  const { post, exchange } = await start({
    config: { rateLimits: { perAddress: 1, perRepository: 0 }, trustedProxies: ['127.0.0.0/8'] },
  });
  const from = (address: string) =>
    post('/oauth/token', new URLSearchParams({ grant_type: 'x' }), { 'x-forwarded-for': address });
  expect((await from('192.0.2.1')).status).toBe(400);
  expect((await from('192.0.2.1')).status).toBe(429);
  expect((await from('192.0.2.2')).status).toBe(400);
  expect(await exchange()).toMatchObject({ status: 200 });
});

test('no limit is no limit', async () => {
  const { exchange } = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  const answers = await Promise.all(Array.from({ length: 50 }, () => exchange()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test('a flood from one address leaves one audit event, to which each of its refusals points', async () => {
  const { exchange, events, eventOf, log } = await start({
    config: { rateLimits: { perAddress: 2, perRepository: 0 }, logLevel: 'debug' },
  });
  for (let count = 0; count < 2; count++) await exchange({ subject_token: 'x' });
  const before = (await events()).length;
  const flood = await Promise.all(Array.from({ length: 30 }, () => exchange()));
  expect(new Set(flood.map(({ status }) => status))).toEqual(new Set([429]));
  expect(await events()).toHaveLength(before + 1);
  for (const answer of flood)
    expect(await eventOf(answer)).toMatchObject({ reason: 'rate_limited', action: 'exchange' });
  const lines = log.map((line) => JSON.parse(line)).filter((l) => l.reason === 'rate_limited');
  expect(lines).toHaveLength(30);
  expect(lines.filter(({ level }) => level !== 'debug')).toHaveLength(1);
});

test('a flood from one repository leaves one audit event', async () => {
  const { exchange, events } = await start({
    config: { rateLimits: { perAddress: 0, perRepository: 1 } },
  });
  for (let count = 0; count < 5; count++) await exchange();
  const limited = (await events()).filter(({ reason }) => reason === 'rate_limited');
  expect(limited).toEqual([
    expect.objectContaining({ claims: expect.objectContaining({ repository: 'acme/web' }) }),
  ]);
});

test.each([PATHS.revoke, PATHS.introspect])('%s counts as well', async (path) => {
  const { post, events, exchange } = await start({
    config: { rateLimits: { perAddress: 3, perRepository: 0 } },
  });
  const before = await events();
  const ask = () => post(path, new URLSearchParams(), { authorization: 'Bearer x' });
  for (let count = 0; count < 3; count++) expect((await ask()).status).toBe(400);
  const answer = await ask();
  expect(answer).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await exchange()).status).toBe(429);
  expect(await events()).toHaveLength(before.length + 1);
});

test('each window has an event of its own, and nothing is remembered of the last one', async () => {
  jest.useFakeTimers();
  try {
    const { takeAddress } = createRateLimits({ perAddress: 1, perRepository: 0 }, Date.now);
    const refusal = () =>
      takeAddress('192.0.2.1').then(
        () => undefined,
        ({ details }: Refusal) => details.sharedEvent,
      );
    const inNewWindow = async (id: string) => {
      expect(await refusal()).toBeUndefined();
      expect((await refusal())?.(() => id)).toBe(id);
      expect((await refusal())?.(() => 'later')).toBe(id);
    };
    await inNewWindow('first');
    jest.advanceTimersByTime(61_000);
    await inNewWindow('second');
  } finally {
    jest.useRealTimers();
  }
});
