import { expect, test } from '@jest/globals';
import { purgeAuditEvents, purgeExpired } from '../../../src/exchange/flows/purge.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';
import { hashSecret, parseSecret } from '../../../src/exchange/tokens/secret.ts';
import { services } from '../service.ts';

const start = services();

function logTo(lines: string[]) {
  return createLog('debug', { write: (line) => void lines.push(line) });
}

test('what has expired goes, what lives stays, and events are kept for good', async () => {
  const { buildToken, store, introspect, events } = await start();
  const [short, long] = [
    await buildToken({ lifetime: '60' }),
    await buildToken({ lifetime: '7200' }),
  ];
  const before = await events();
  const tomorrow = () => Date.now() + 25 * 3_600_000;
  await purgeExpired({ store, clock: tomorrow, log: logTo([]) });

  const isStored = async (token: string) => {
    const secret = parseSecret(token);
    return (
      secret !== undefined && (await store.findToken('build', hashSecret(secret))) !== undefined
    );
  };
  expect([await isStored(short), await isStored(long)]).toEqual([false, true]);
  expect((await introspect(long)).body.active).toBe(true);
  expect(await events()).toEqual(before);
});

test('a replay is known for as long as its ID token could be accepted, purged or not', async () => {
  const { exchange, idToken, store } = await start();
  const subject_token = idToken();
  await exchange({ subject_token });
  const atExpiry = () => Date.now() + 330_000;
  await purgeExpired({ store, clock: atExpiry, log: logTo([]) });
  expect((await exchange({ subject_token })).body.reason).toBe('replayed');
});

test('a database that fails is logged, and left to the next run', async () => {
  const lines: string[] = [];
  const store = { purgeExpired: () => Promise.reject(new Error('disk I/O error')) };
  await purgeExpired({ store, clock: Date.now, log: logTo(lines) });
  expect(lines.join('')).toContain('disk I/O error');
});

test('it goes on until a batch is not full', async () => {
  const left = [500, 500, 12];
  const lines: string[] = [];
  const store = { purgeExpired: async () => left.shift() ?? 0 };
  await purgeExpired({ store, clock: Date.now, log: logTo(lines) });
  expect(left).toEqual([]);
  expect(lines.join('')).toContain('"purged":1012');
});

test('a purge that has much to do ends when the exchange does', async () => {
  const ending = new AbortController();
  let batches = 0;
  const endless = {
    purgeExpired: async (_: number, limit: number) => {
      if (++batches === 2) ending.abort();
      return limit;
    },
  };
  await purgeExpired({ store: endless, clock: Date.now, log: logTo([]) }, ending.signal);
  expect(batches).toBe(2);
});

test('audit events go by whole hours once they are older than they are kept, exchanges or not', async () => {
  const { store, exchange, events } = await start();
  await exchange();
  const made = await events();
  const day = 86_400;
  const purgeIn = async (seconds: number, auditRetention: number | null) => {
    const clock = () => Date.now() + seconds * 1000;
    await purgeAuditEvents({ store, clock, log: logTo([]) }, auditRetention);
  };
  await purgeIn(10 * day, null);
  await purgeIn(day - 60, day);
  expect(await events()).toEqual(made);
  await purgeIn(day + 3600, day);
  expect(await events()).toEqual([]);
  expect((await exchange()).status).toBe(200);
  expect(await events()).toHaveLength(1);
});
