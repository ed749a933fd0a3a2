import { expect, test } from '@jest/globals';
import { exchangeIdToken } from '../../../src/action/exchange/exchange.ts';
import { NetworkFault } from '../../../src/action/exchange/network-fault.ts';
import type { Inputs } from '../../../src/action/inputs.ts';
import type { HttpAnswer, RequestRunner, SendLimits } from '../../../src/action/system/port.ts';

const inputs: Inputs = {
  exchangeUrl: 'https://dockpass.example.com',
  projects: [],
  permissions: [],
  lifetime: undefined,
  audience: 'https://dockpass.example.com',
  protocol: 'token-exchange',
  exportEnv: undefined,
  onUnavailable: 'fail',
  fallbackToken: undefined,
  revoke: true,
  timeout: 60,
  registries: [],
  builder: undefined,
};

const answer = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: {},
  body: JSON.stringify(body),
});

const TOKEN = answer(200, {
  access_token: 'dpb_token_of_a_job',
  token_type: 'Bearer',
  expires_in: 60,
});

/** What the exchange does with a request: how long it takes, and an answer unless it has none. */
type Reaction = { takes: number; answer?: HttpAnswer };

/** A world in which time passes only where something takes time; GitHub answers at once. */
function world(reactions: Reaction[]) {
  let now = 0;
  let idTokens = 0;
  const limits: number[] = [];
  function wait({ takes, answer: answered }: Reaction, { within }: SendLimits): HttpAnswer {
    limits.push(within);
    now += Math.min(takes, within);
    if (takes > within || !answered) throw new NetworkFault('timeout', 'too slow');
    return answered;
  }
  const runner: RequestRunner = {
    env: () => undefined,
    elapsed: () => now,
    now: () => now,
    random: () => 0.5,
    pause: async (milliseconds) => {
      now += milliseconds;
    },
    send: async ({ method }, limit) => {
      if (method === 'POST') return wait(reactions.shift() ?? { takes: 1e9 }, limit);
      idTokens += 1;
      return answer(200, { value: `id.token.${idTokens}` });
    },
    mask: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    cancelled: new AbortController().signal,
    cutOff: new AbortController().signal,
  };
  const source = { url: 'https://github.example/id', bearer: 'bearer' };
  return {
    limits,
    elapsed: () => now,
    idTokens: () => idTokens,
    obtain: () => exchangeIdToken(runner, inputs, source),
  };
}

test('a hanging try does not use up the deadline: the next one succeeds', async () => {
  const { obtain, elapsed, idTokens } = world([{ takes: 1e9 }, { takes: 100, answer: TOKEN }]);

  expect(await obtain()).toMatchObject({ token: 'dpb_token_of_a_job' });
  expect(elapsed()).toBeLessThan(25_000);
  expect(idTokens()).toBe(2);
});

test('an exchange that never answers ends with the deadline', async () => {
  const { obtain, elapsed } = world([]);

  await expect(obtain()).rejects.toMatchObject({ code: 'exchange_timeout' });
  expect(elapsed()).toBeGreaterThan(50_000);
  expect(elapsed()).toBeLessThanOrEqual(60_000);
});

test('a try that the deadline cuts short does not hide what the one before it saw', async () => {
  const late = { takes: 19_000, answer: answer(503, { error: 'x', reason: 'issuer_unavailable' }) };
  const { obtain } = world([late, late, late]);

  await expect(obtain()).rejects.toMatchObject({ code: 'issuer_unavailable' });
});

test('no try gets more time than there is left', async () => {
  const { obtain, limits } = world([{ takes: 1e9 }, { takes: 1e9 }]);

  await expect(obtain()).rejects.toMatchObject({ code: 'exchange_timeout' });
  // Two pauses, of 250 and 500 ms, lie between the three.
  expect(limits).toEqual([20_000, 20_000, 19_250]);
});

test('a refusal is final', async () => {
  const { obtain, idTokens } = world([
    { takes: 1, answer: answer(400, { error: 'invalid_target' }) },
  ]);

  await expect(obtain()).rejects.toMatchObject({ code: 'exchange_refused' });
  expect(idTokens()).toBe(1);
});
