import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  heldTokens,
  type StepFolder,
  writeSettings,
} from '../../../src/action/docker/helper-folder.ts';
import { renew } from '../../../src/action/docker/renew.ts';
import type { ExchangeTerms } from '../../../src/action/exchange/exchange.ts';
import type { HttpAnswer, RequestRunner } from '../../../src/action/system/port.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockpass-renew-'));
  writeSettings(folder, step());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TERMS: ExchangeTerms = {
  protocol: 'token-exchange',
  exchangeUrl: 'https://dockpass.example.com',
  audience: 'https://dockpass.example.com',
  projects: [],
  permissions: [],
  lifetime: undefined,
  timeout: 60,
};

function step(): StepFolder {
  return { folder, registries: ['registry.example.com'], terms: TERMS };
}

const answer = (body: object): HttpAnswer => ({
  status: 200,
  headers: {},
  body: JSON.stringify(body),
});

/** A world in which only waiting takes time. `granting` holds the exchange's answers back. */
function world(granting: Promise<void> = Promise.resolve()) {
  let now = 1_000_000;
  let exchanges = 0;
  const asking: RequestRunner = {
    env: () => 'https://github.example/id',
    now: () => now,
    elapsed: () => now,
    random: () => 0,
    pause: async (milliseconds) => {
      now += milliseconds;
      await new Promise(setImmediate);
    },
    send: async ({ method }) => {
      if (method === 'GET') return answer({ value: 'an.id.token' });
      exchanges += 1;
      const token = { access_token: `dpb_renewed_token_${exchanges}`, token_type: 'Bearer' };
      await granting;
      return answer({ ...token, expires_in: 60 });
    },
    mask: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    cancelled: new AbortController().signal,
    cutOff: new AbortController().signal,
  };
  return { asking, exchanges: () => exchanges };
}

test('questions that come together share one exchange', async () => {
  const gate = Promise.withResolvers<void>();
  const { asking, exchanges } = world(gate.promise);

  const asked = Promise.all([1, 2, 3, 4].map(() => renew(asking, step())));
  setImmediate(gate.resolve);

  const tokens = (await asked).map(({ token }) => token);
  expect(new Set(tokens)).toEqual(new Set(['dpb_renewed_token_1']));
  expect(exchanges()).toBe(1);
});

test('a question that comes later does not get a token from before it', async () => {
  const { asking, exchanges } = world();
  await renew(asking, step());
  await asking.pause(1, asking.cancelled);
  expect(await renew(asking, step())).toMatchObject({ token: 'dpb_renewed_token_2' });
  expect(exchanges()).toBe(2);
  expect(heldTokens(folder)).toHaveLength(2);
});

test('the lock of a helper that was killed is outwaited, once', async () => {
  const { asking } = world();
  writeFileSync(join(folder, 'renewing'), '');
  const began = asking.elapsed();
  await renew(asking, step());
  const waited = asking.elapsed() - began;
  await renew(asking, step());

  expect(waited).toBeLessThanOrEqual(11_000);
  expect(waited).toBeGreaterThan(0);
  expect(asking.elapsed() - began).toBe(waited);
});
