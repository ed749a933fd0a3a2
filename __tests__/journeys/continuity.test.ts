import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import { json } from '../support/answers.ts';
import { EXCHANGE_ROUTES } from '../support/exchange-double.ts';
import { ISSUER_ROUTES } from '../support/github-issuer.ts';
import { createSigningKey } from '../support/jws.ts';
import { startRelay } from '../support/relay.ts';
import { liveStage } from './journey.ts';

const stage = liveStage();
const open: { close(): Promise<void> }[] = [];

afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

function inputs(): Record<string, string> {
  return { 'exchange-url': stage().exchange.url, project: 'acme/web' };
}

/** What somebody hears who got hold of an ID token. */
async function present(token: string): Promise<unknown> {
  const answer = await fetch(stage().exchange.url + PATHS.depotExchange, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  return answer.json();
}

/** Windows has no signals: `kill` ends a process there without asking it. */
const testSignals = process.platform === 'win32' ? test.skip : test;

testSignals('A job that is cancelled while the exchange answers leaves no live token', async () => {
  const { exchange } = stage();
  const relay = await startRelay(exchange.url, [EXCHANGE_ROUTES.token, EXCHANGE_ROUTES.revoke]);
  open.push(relay);
  const job = await stage().openJob();
  const running = await job.start({
    with: { 'exchange-url': relay.url, audience: exchange.url },
  });

  await Promise.race([relay.held, running.finished]);
  expect(relay.issued).toHaveLength(1);
  expect(await exchange.introspect(relay.issued[0] ?? '')).toMatchObject({ active: true });
  running.kill('SIGTERM');
  // The action hears the signal first, however busy the machine; it waits 3 s for an answer under way.
  await delay(1_000);
  relay.release();
  const main = await running.finished;

  expect(main.exitCode).toBe(143);
  expect(main.outputs).not.toHaveProperty('token');
  expect(await exchange.introspect(relay.issued[0] ?? '')).toEqual({ active: false });
});

test('A token survives a restart of the exchange, and post still revokes it', async () => {
  const { exchange } = stage();
  const job = await stage().openJob();
  const { outputs } = await job.run({ with: inputs() });
  const token = outputs.token ?? '';

  await exchange.stop();
  await exchange.start();
  expect(await exchange.introspect(token)).toMatchObject({ active: true });

  await job.post();
  expect(await exchange.introspect(token)).toEqual({ active: false });
});

test('An ID token that was spent before a restart stays spent', async () => {
  const { exchange, issuer } = stage();
  const job = await stage().openJob();
  await job.run({ with: inputs() });
  const spent = issuer.issued.at(-1) ?? '';

  await exchange.stop('SIGKILL');
  await exchange.start();
  expect(await present(spent)).toMatchObject({ ok: false, reason: 'replayed' });
});

test('A job after a key rotation is admitted: the issuer publishes a key before it signs', async () => {
  const { issuer } = stage();
  const before = await (await stage().openJob()).run({ with: inputs() });
  const [retired, next] = issuer.keys;
  if (!retired || !next) throw new Error('The issuer should have two keys.');
  issuer.keys = [next];
  const after = await (await stage().openJob()).run({ with: inputs() });
  issuer.keys = [retired, next];

  expect([before.outputs.source, after.outputs.source]).toEqual(['oidc', 'oidc']);
});

test('A job whose ID token is signed by a key that may be published any moment hears of an outage', async () => {
  const { issuer, exchange } = stage();
  const published = issuer.keys;
  issuer.keys = [createSigningKey()];
  const idToken = issuer.sign(exchange.url);
  issuer.keys = published;
  issuer.script(ISSUER_ROUTES.idToken, json(200, { value: idToken }));
  const main = await (await stage().openJob()).run({ with: { ...inputs(), timeout: '5s' } });

  expect(main.outputs).toMatchObject({ source: 'none', 'error-code': 'issuer_unavailable' });
  expect(main.log).toMatch(/try again in \d+ s/);
});
