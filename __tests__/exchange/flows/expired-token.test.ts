import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { purgeExpired } from '../../../src/exchange/flows/purge.ts';
import { formatTime } from '../../../src/exchange/system/clock.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';
import { askBuilderCredentials } from '../builders/job.ts';
import { addRegistry, askToken } from '../registry/dock.ts';
import { type Answer, PUBLIC_URL, type Service, services } from '../service.ts';

const start = services(afterAll);
const LIFETIME = 600;
const A_DAY = 86_400;
const SCOPE = 'repository:acme/web:pull,push';

const ENDPOINTS: [string, (token: string) => Promise<Answer>][] = [
  ['a push', (token) => askToken(service.url, token, [SCOPE])],
  ['a login', (token) => askToken(service.url, token)],
  ['narrowing', (token) => service.narrow(token)],
  ['builder credentials', (token) => askBuilderCredentials(service, token)],
];

let service: Service;
/** Of both, the second narrowed out of the first: ends with it. */
let tokens: string[];
let expiresAt: number;

/** Moves the clock, and lets the exchange remove what it removes every minute. */
async function pass(seconds: number): Promise<void> {
  elapsed += seconds;
  service.pass(seconds);
  const clock = () => Date.now() + elapsed * 1000;
  const log = createLog('debug', { write: () => {} });
  await purgeExpired({ store: service.store, clock, log });
}

let elapsed = 0;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  await addRegistry(service.store);
  const { body } = await service.exchange({
    lifetime: `${LIFETIME}`,
    resource: `${PUBLIC_URL}/acme/web`,
  });
  const narrowed = await service.narrow(body.access_token);
  tokens = [body.access_token, narrowed.body.access_token];
  expiresAt = (await service.introspect(body.access_token)).body.exp;
});

function answerOf({ body }: Answer) {
  const [error] = body.errors ?? [];
  return {
    message: error?.message ?? body.error_description ?? body.detail,
    reason: body.reason ?? error.detail.reason,
    reference: body.reference ?? error.detail.reference,
  };
}

// In the order in which time passes.
describe('a build token, hours after its end', () => {
  beforeAll(() => pass(LIFETIME + 6 * 3600));

  test.each(ENDPOINTS)('hears when it expired: %s', async (_, ask) => {
    for (const token of tokens) {
      const { message, reason, reference } = answerOf(await ask(token));
      expect(reason).toBe('expired');
      expect(message).toContain(formatTime(expiresAt));
      expect(await service.eventOf({ body: { reference } } as Answer)).toMatchObject({
        reason: 'expired',
        actor: expect.stringMatching(/^build token /),
        projects: ['acme/web'],
        scopes: [{ project: 'acme/web' }],
      });
    }
  });

  test('is not active, and cannot be revoked any more', async () => {
    const before = await service.events();
    for (const token of tokens) {
      expect((await service.introspect(token)).body).toEqual({ active: false });
      expect((await service.revoke(token)).status).toBe(200);
    }
    expect(await service.events()).toEqual(before);
  });
});

describe('a build token, a day after its end', () => {
  beforeAll(() => pass(A_DAY));

  test.each(ENDPOINTS)('is unknown: %s', async (_, ask) => {
    for (const token of tokens) expect(answerOf(await ask(token)).reason).toBe('unknown_token');
  });
});

test('a revoked token is known as one for a day after its end', async () => {
  const token = await service.buildToken({ lifetime: `${LIFETIME}` });
  await service.revoke(token);
  await pass(LIFETIME + A_DAY - 60);
  expect(answerOf(await service.narrow(token)).reason).toBe('token_revoked');
});
