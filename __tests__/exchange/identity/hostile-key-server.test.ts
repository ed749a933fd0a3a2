import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MAX_AGE, MAX_STALE } from '../../../src/exchange/identity/key-set.ts';
import {
  type Answer,
  cutOff,
  drip,
  endless,
  html,
  huge,
  json,
  redirect,
  reset,
  silence,
  text,
  unfolding,
} from '../../support/answers.ts';
import { ISSUER_ROUTES } from '../../support/github-issuer.ts';
import { type HostileServer, startHostileServer } from '../../support/hostile-server.ts';
import { createSigningKey, publicJwk } from '../../support/jws.ts';
import { refusalOf, startVerification, type Verification } from './verification.ts';

const key = createSigningKey();
const keySet = { keys: [publicJwk(key)] };
const MEGABYTE = 1024 * 1024;

/** What must never get a request. */
let elsewhere: HostileServer;
let verification: Verification;

beforeAll(async () => {
  elsewhere = await startHostileServer();
  elsewhere.always('GET /.well-known/jwks', json(200, keySet));
});

afterAll(() => elsewhere.close());

beforeEach(async () => {
  verification = await startVerification({ keys: [key] });
});

afterEach(() => verification.close());

const verify = () => verification.verify(verification.sign());

async function refused(): Promise<unknown> {
  const refusal = await refusalOf(verify());
  expect(refusal.reason).toBe('issuer_unavailable');
  return refusal.details.detail;
}

/** An answer that never ends well, for a verifier that will not wait long for it. */
function outwaited(answer: Answer): Answer {
  verification.limits.timeoutMs = 250;
  return answer;
}

/** The cause that the audit event records, for each way to answer wrongly at either document. */
const ANSWERS: [string, () => Answer, RegExp][] = [
  ['an error', () => text(500, ''), /answered 500 instead of 200$/],
  ['nothing there', () => text(404, ''), /answered 404/],
  ['success without a body', () => text(204, ''), /answered 204/],
  ['a part of the document', () => text(206, JSON.stringify(keySet)), /answered 206/],
  ['a web page', () => html(200), /did not answer with JSON/],
  ['an empty body', () => text(200, ''), /did not answer with JSON/],
  ['two documents', () => text(200, '{}{}'), /did not answer with JSON/],
  [
    'bytes that are not UTF-8',
    () => (response) => void response.end(Buffer.from('{"keys":"\xff"}', 'latin1')),
    /JSON/,
  ],
  ['null', () => json(200, null), /./],
  ['a list', () => json(200, [keySet]), /./],
  ['silence', () => outwaited(silence()), /did not answer completely within 250 ms/],
  ['a slow drip', () => outwaited(drip()), /did not answer completely within 250 ms/],
  ['a reset connection', reset, /ECONNRESET|closed/],
  ['half of it', () => cutOff(JSON.stringify(keySet)), /closed|terminated/],
  ['10 MB', () => huge(10 * MEGABYTE, keySet), /answered more than 65536 bytes/],
  ['a stream without end', endless, /answered more than 65536 bytes/],
  ['10 MB that were compressed', () => unfolding(10 * MEGABYTE, keySet), /more than 65536 bytes/],
];

describe.each(['discovery', 'jwks'] as const)('the %s endpoint answers with', (endpoint) => {
  test.each(ANSWERS)('%s: no key is had', async (_, answer, cause) => {
    verification.issuer.always(ISSUER_ROUTES[endpoint], answer());
    expect(await refused()).toMatch(cause);
  });

  test.each(ANSWERS)(
    '%s: the keys that we hold serve on, until they are too old',
    async (_, answer) => {
      await verify();
      verification.issuer.always(ISSUER_ROUTES[endpoint], answer());
      verification.pass(MAX_AGE / 1000);
      await expect(verify()).resolves.toBeDefined();
      verification.pass(MAX_STALE / 1000);
      await refused();
    },
  );

  test.each([301, 302, 303, 307, 308])(
    '%d to another host: nothing is followed',
    async (status) => {
      const location = `${elsewhere.url}/.well-known/jwks`;
      verification.issuer.always(ISSUER_ROUTES[endpoint], redirect(status, location));
      expect(await refused()).toMatch(
        `answered ${status} instead of 200; redirects are not followed`,
      );
      expect(elsewhere.requests).toHaveLength(0);
    },
  );

  test('a redirect to itself: nothing is followed', async () => {
    const [, path = ''] = ISSUER_ROUTES[endpoint].split(' ');
    verification.issuer.always(ISSUER_ROUTES[endpoint], redirect(302, path));
    await refused();
    expect(verification.issuer.requestsTo(ISSUER_ROUTES[endpoint])).toHaveLength(1);
  });
});

test('a document of just the size that is allowed is read', async () => {
  const overhead = JSON.stringify({ padding: '', ...keySet }).length;
  const limit = 64 * 1024;
  verification.issuer.script(ISSUER_ROUTES.jwks, huge(limit - overhead + 1, keySet));
  await refused();
  verification.pass(1);
  verification.issuer.script(ISSUER_ROUTES.jwks, huge(limit - overhead, keySet));
  await expect(verify()).resolves.toBeDefined();
});

describe('a discovery document', () => {
  const discovery = (changes: object) => {
    const { url } = verification.issuer;
    const document = { issuer: url, jwks_uri: `${url}/.well-known/jwks`, ...changes };
    verification.issuer.always(ISSUER_ROUTES.discovery, json(200, document));
  };

  test('of another issuer is not believed', async () => {
    discovery({ issuer: 'https://token.actions.githubusercontent.com' });
    expect(await refused()).toContain('calls itself "https://token.actions.githubusercontent.com"');
  });

  test.each([
    ['a trailing slash', (url: string) => `${url}/`],
    ['another case', (url: string) => url.toUpperCase()],
    ['nothing', () => ''],
  ])('whose issuer differs by %s is not believed', async (_, vary) => {
    discovery({ issuer: vary(verification.issuer.url) });
    await refused();
    expect(verification.fetches()).toBe(0);
  });

  test.each([undefined, '', 1, 'keys', '/.well-known/jwks', ['https://a.example/jwks']])(
    'with the jwks_uri %j is not believed',
    async (jwks_uri) => {
      discovery({ jwks_uri });
      await refused();
      expect(verification.fetches()).toBe(0);
    },
  );

  const jwks = '/.well-known/jwks';
  test.each([
    ['host', () => `${elsewhere.url}${jwks}`],
    ['scheme', () => `${verification.issuer.url.replace('http:', 'https:')}${jwks}`],
    ['name of the same host', () => `http://localhost:${verification.issuer.port}${jwks}`],
    [
      'host, which has ours as user',
      () => `${verification.issuer.url}@127.0.0.1:${elsewhere.port}${jwks}`,
    ],
    ['scheme that reads files', () => 'file:///etc/passwd'],
    ['scheme that brings its data', () => `data:application/json,${JSON.stringify(keySet)}`],
    ['host inside of a cloud', () => 'http://169.254.169.254/latest/meta-data'],
  ])('that keeps the keys under another %s is not followed', async (_, uri) => {
    discovery({ jwks_uri: uri() });
    await refused();
    expect(elsewhere.requests).toHaveLength(0);
    expect(verification.fetches()).toBe(0);
  });

  test('that puts a password into the jwks_uri is not followed', async () => {
    discovery({ jwks_uri: `${verification.issuer.url.replace('://', '://me:secret@')}${jwks}` });
    expect(await refused()).not.toContain('secret');
    expect(verification.fetches()).toBe(0);
  });
});

describe('a key set', () => {
  test.each([
    ['no list', {}],
    ['a list that is none', { keys: { 0: publicJwk(key) } }],
    ['an empty list', { keys: [] }],
    [
      'nothing but symmetric keys',
      { keys: [{ kty: 'oct', kid: key.kid, k: 'c2VjcmV0', alg: 'RS256' }] },
    ],
    ['more keys than any issuer has', { keys: Array(101).fill(publicJwk(key)) }],
    ['nothing but keys without a name', { keys: [{ ...publicJwk(key), kid: undefined }] }],
  ])('with %s: no key is had, and the ones that we hold serve on', async (_, body) => {
    verification.issuer.script(ISSUER_ROUTES.jwks, json(200, body));
    await refused();
    verification.pass(1);
    await verify();
    verification.issuer.script(ISSUER_ROUTES.jwks, json(200, body));
    verification.pass(MAX_AGE / 1000);
    await expect(verify()).resolves.toBeDefined();
  });
});

test('an issuer of plain http is asked on loopback only', async () => {
  const remote = await startVerification({ keys: [key] });
  remote.registered.url = 'http://token.actions.example';
  const token = remote.sign({ iss: remote.registered.url });
  const refusal = await refusalOf(remote.verify(token));
  expect(refusal.reason).toBe('issuer_unavailable');
  expect(refusal.details.detail).toContain('must use https');
  await remote.close();
});
