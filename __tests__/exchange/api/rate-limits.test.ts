import { expect, test } from '@jest/globals';
import { services } from '../service.ts';

const start = services();

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
