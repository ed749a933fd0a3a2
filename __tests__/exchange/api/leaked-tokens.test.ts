import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { endless, text } from '../../support/answers.ts';
import {
  SCANNER_KEYS_ROUTE,
  type SecretScanner,
  startSecretScanner,
} from '../../support/secret-scanner.ts';
import { type Answer, type Service, servicesOfOneProcess } from '../service.ts';
import { addProjectToken, addUser } from '../tenants.ts';

const startService = servicesOfOneProcess();
const scanners: SecretScanner[] = [];

afterEach(async () => {
  for (const scanner of scanners.splice(0)) await scanner.close();
});

const FOUND_AT = 'https://github.com/acme/web/blob/0123abc/.env';
const UNKNOWN = `dpp_${'0'.repeat(36)}`;

interface Scene extends Service {
  scanner: SecretScanner;
  /** Sends a signed report of these tokens. */
  report(...tokens: string[]): Promise<Answer>;
  send(body: string, headers?: Record<string, string>): Promise<Answer>;
}

async function start(): Promise<Scene> {
  const scanner = await startSecretScanner();
  scanners.push(scanner);
  const service = await startService({ config: { secretScanningKeysUrl: scanner.keysUrl } });
  const send = (body: string, headers = scanner.headers(body)) =>
    service.post(PATHS.leakedTokens, body, headers);
  return { ...service, scanner, send, report: (...tokens) => send(messageOf(tokens)) };
}

function messageOf(tokens: string[]): string {
  return JSON.stringify(
    tokens.map((token) => ({ token, type: 'dockpass', url: FOUND_AT, source: 'content' })),
  );
}

function feedbackOn(token: string, label: string) {
  const token_hash = createHash('sha256').update(token).digest('hex');
  return { token_hash, token_type: 'dockpass', label };
}

test('tokens of all three kinds that leaked are dead when the report is answered', async () => {
  const { report, buildToken, introspect, store, events } = await start();
  const tokens = [
    await buildToken(),
    (await addProjectToken(store)).token,
    (await addUser(store)).token,
  ];
  for (const token of tokens) expect((await introspect(token)).body.active).toBe(true);
  const { status, body } = await report(...tokens, UNKNOWN, 'ghp_none_of_ours');
  expect([status, body]).toEqual([
    200,
    [
      ...tokens.map((token) => feedbackOn(token, 'true_positive')),
      feedbackOn(UNKNOWN, 'false_positive'),
      feedbackOn('ghp_none_of_ours', 'false_positive'),
    ],
  ]);
  for (const token of tokens) expect((await introspect(token)).body).toEqual({ active: false });
  const leaks = (await events()).filter(({ action }) => action === 'leak');
  expect(leaks).toHaveLength(3);
  for (const leak of leaks) {
    expect(leak).toMatchObject({ decision: 'revoked', actor: 'secret scanning' });
    expect(leak.detail).toMatchObject({ url: FOUND_AT, source: 'content' });
    expect(leak.scopes).toHaveLength(1);
  }
});

test('a token is revoked once, however often it is reported', async () => {
  const { report, store, events } = await start();
  const { token } = await addProjectToken(store);
  const answers = [await report(token, token), await report(token)];
  for (const { body } of answers) for (const { label } of body) expect(label).toBe('true_positive');
  expect((await events()).filter(({ action }) => action === 'leak')).toHaveLength(1);
});

test('no token that is reported is written anywhere, be it in the link to where it was found', async () => {
  const { send, store, scanner, events, log } = await start();
  const { token } = await addProjectToken(store);
  const found = { token, type: 'dockpass', url: `https://example.com/?${token}`, source: 'commit' };
  const body = JSON.stringify([found]);
  const answer = await send(body, scanner.headers(body));
  for (const place of [answer.body, await events(), log])
    expect(JSON.stringify(place)).not.toContain(token);
});

describe('a report is refused', () => {
  const FORGERIES: [string, (scene: Scene, body: string) => Record<string, string>][] = [
    ['without a signature', () => ({ 'content-type': 'application/json' })],
    ['signed for another body', ({ scanner }) => scanner.headers('[]')],
    [
      'signed by a key that is not published',
      ({ scanner }, body) => ({
        ...scanner.headers(body),
        'github-public-key-identifier': 'f'.repeat(64),
      }),
    ],
    [
      'with a signature that is none',
      ({ scanner }, body) => ({
        ...scanner.headers(body),
        'github-public-key-signature': 'AAAA',
      }),
    ],
  ];

  test.each(FORGERIES)('%s', async (_, headersOf) => {
    const scene = await start();
    const { token } = await addProjectToken(scene.store);
    const body = messageOf([token]);
    const answer = await scene.send(body, headersOf(scene, body));
    expect(answer).toMatchObject({ status: 403 });
    expect((await scene.introspect(token)).body.active).toBe(true);
  });

  test('if it was altered by a single space', async () => {
    const { scanner, send, store, introspect } = await start();
    const { token } = await addProjectToken(store);
    const body = messageOf([token]);
    expect(await send(`${body} `, scanner.headers(body))).toMatchObject({ status: 403 });
    expect((await introspect(token)).body.active).toBe(true);
  });

  test.each(['{}', '[1]', '[{"token": 1}]', 'null', '[', ''])(
    'if it is signed, and reads %s',
    async (body) => {
      const { send } = await start();
      expect(await send(body)).toMatchObject({ status: 400 });
    },
  );

  test('before it is read, if it is larger than 1 MiB', async () => {
    const { send } = await start();
    expect(await send(' '.repeat(1024 * 1024 + 1))).toMatchObject({ status: 413 });
  });

  test('beyond the rate limit of its address', async () => {
    const scanner = await startSecretScanner();
    scanners.push(scanner);
    const { post } = await startService({
      config: {
        secretScanningKeysUrl: scanner.keysUrl,
        rateLimits: { perAddress: 1, perRepository: 0 },
      },
    });
    const report = () => post(PATHS.leakedTokens, '[]', scanner.headers('[]'));
    expect((await report()).status).toBe(200);
    const limited = await report();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, expect.any(String)]);
  });
});

describe('the keys of the scanner', () => {
  test('are fetched once for many reports', async () => {
    const { report, scanner } = await start();
    await Promise.all(Array.from({ length: 5 }, () => report(UNKNOWN)));
    expect(scanner.requestsTo(SCANNER_KEYS_ROUTE)).toHaveLength(1);
  });

  test('are fetched anew for a key that is new, but no oftener than every two minutes', async () => {
    const { report, send, scanner, pass } = await start();
    await report(UNKNOWN);
    scanner.rotate();
    const early = await report(UNKNOWN);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '120']);
    pass(121);
    expect((await report(UNKNOWN)).status).toBe(200);
    for (const identifier of ['a', 'b', 'c'])
      await send('[]', { ...scanner.headers('[]'), 'github-public-key-identifier': identifier });
    expect(scanner.requestsTo(SCANNER_KEYS_ROUTE)).toHaveLength(2);
  });

  test('that are older than a day are not used', async () => {
    const { report, scanner, pass } = await start();
    await report(UNKNOWN);
    scanner.always(SCANNER_KEYS_ROUTE, text(503, ''));
    pass(3600);
    expect((await report(UNKNOWN)).status).toBe(200);
    pass(86_400);
    const answer = await report(UNKNOWN);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '120']);
  });

  test.each([
    ['cannot be had', text(500, '')],
    ['have no end', endless()],
    ['are no keys', text(200, '{"public_keys":[{"key_identifier":"a","key":"b"},1]}')],
  ])('that %s are an outage, not a refusal', async (_, answer) => {
    const { report, scanner } = await start();
    scanner.always(SCANNER_KEYS_ROUTE, answer);
    expect((await report(UNKNOWN)).status).toBe(503);
  });
});

test('where the operator has switched reports off, there is nothing at the path', async () => {
  const { post } = await startService({ config: { secretScanningKeysUrl: null } });
  const headers = { 'content-type': 'application/json' };
  expect(await post(PATHS.leakedTokens, '[]', headers)).toMatchObject({ status: 404 });
});
