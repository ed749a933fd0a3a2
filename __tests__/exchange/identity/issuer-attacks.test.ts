import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKeySets } from '../../../src/exchange/identity/key-sets.ts';
import { createVerifier } from '../../../src/exchange/identity/verify.ts';
import { createFetchJson } from '../../../src/exchange/system/fetch.ts';
import { json } from '../../support/answers.ts';
import { ISSUER_ROUTES } from '../../support/github-issuer.ts';
import { createSigningKey } from '../../support/jws.ts';
import {
  AUDIENCE,
  reasonOf,
  refusalOf,
  startVerification,
  type Verification,
} from './verification.ts';

const key = createSigningKey();
let verification: Verification;

beforeAll(async () => {
  verification = await startVerification({ keys: [key] });
});

afterAll(() => verification.close());

describe('SSRF: an issuer that is not registered is never asked for anything', () => {
  test('though it listens and signs properly', async () => {
    const stranger = await startVerification();
    const refusal = await refusalOf(verification.verify(stranger.sign()));
    expect(refusal.reason).toBe('unknown_issuer');
    expect(refusal.message).toContain(stranger.issuer.url);
    expect(stranger.issuer.requests).toHaveLength(0);
    await stranger.close();
  });

  test('nor one that is switched off: its keys may be in the wrong hands', async () => {
    const stolen = await startVerification();
    stolen.registered.enabled = false;
    expect(await reasonOf(stolen.verify(stolen.sign()))).toBe('issuer_disabled');
    expect(stolen.issuer.requests).toHaveLength(0);
    stolen.registered.enabled = true;
    await stolen.verify(stolen.sign());
    stolen.registered.enabled = false;
    expect(await reasonOf(stolen.verify(stolen.sign()))).toBe('issuer_disabled');
    await stolen.close();
  });

  const variants: [string, (url: string) => string][] = [
    ['with a trailing slash', (url) => `${url}/`],
    ['in another case', (url) => url.replace('http', 'HTTP')],
    ['with user information', (url) => url.replace('://', '://user@')],
    ['as user information of another host', (url) => `${url}@attacker.example`],
    ['with a path', (url) => `${url}/acme`],
    ['with a path that leads back', (url) => `${url}/acme/..`],
    ['with a query', (url) => `${url}?`],
    ['with a fragment', (url) => `${url}#`],
    ['with white space in front', (url) => ` ${url}`],
    ['with white space behind', (url) => `${url}\n`],
    ['with a NUL behind', (url) => `${url}\0`],
    ['percent-encoded', (url) => url.replace('1', '%31')],
    ['by another name of the host', (url) => url.replace('127.0.0.1', 'localhost')],
    ['cut short', (url) => url.slice(0, -1)],
    [
      'as the beginning of another host',
      (url) => url.replace('127.0.0.1', '127.0.0.1.attacker.example'),
    ],
    ['with a full-width letter', (url) => url.replace('h', 'ｈ')],
  ];

  test.each(variants)('the registered issuer %s is another issuer', async (_, vary) => {
    const before = verification.issuer.requests.length;
    const iss = vary(verification.issuer.url);
    expect(iss).not.toBe(verification.issuer.url);
    expect(await reasonOf(verification.verify(verification.sign({ iss })))).toBe('unknown_issuer');
    expect(verification.issuer.requests).toHaveLength(before);
  });

  test('a store that compares without regard to case does not change that', async () => {
    const careless = createVerifier({
      issuers: () => [{ findIssuer: async () => verification.registered }],
      keySets: createKeySets({
        fetchJson: createFetchJson({ maxBytes: 1e6, timeoutMs: 20_000 }),
        clock: Date.now,
        log: console,
      }),
      audience: AUDIENCE,
      clock: Date.now,
    });
    const iss = verification.issuer.url.toUpperCase();
    expect(await reasonOf(careless.verify(verification.sign({ iss })))).toBe('unknown_issuer');
  });
});

test('what a stranger wrote as issuer cannot forge a line of a log or flood it', async () => {
  const iss = `https://a.example\r\n::error::\u001b[31m\u202e${'x'.repeat(5000)}`;
  const { message } = await refusalOf(verification.verify(verification.sign({ iss })));
  expect(message).toMatch(/^[\x20-\x7e…]{1,400}$/);
});

test('an issuer that is registered with a trailing slash is found by exactly that', async () => {
  const slashed = await startVerification({ keys: [key], registeredSuffix: '/' });
  const { url } = slashed.registered;
  const document = { issuer: url, jwks_uri: `${url}.well-known/jwks` };
  slashed.issuer.always(ISSUER_ROUTES.discovery, json(200, document));
  await expect(slashed.verify(slashed.sign({ iss: url }))).resolves.toBeDefined();
  expect(await reasonOf(slashed.verify(slashed.sign()))).toBe('unknown_issuer');
  await slashed.close();
});

test("an enterprise's own issuer lets in that enterprise only, though all share host and keys", async () => {
  const enterprise = await startVerification({ keys: [key], registeredSuffix: '/octocat-inc' });
  const { url } = enterprise.registered;
  enterprise.issuer.always(
    'GET /octocat-inc/.well-known/openid-configuration',
    json(200, { issuer: url, jwks_uri: `${url}/.well-known/jwks` }),
  );
  enterprise.issuer.always(
    'GET /octocat-inc/.well-known/jwks',
    json(200, enterprise.issuer.jwks()),
  );
  await expect(enterprise.verify(enterprise.sign({ iss: url }))).resolves.toBeDefined();
  for (const iss of [enterprise.issuer.url, `${enterprise.issuer.url}/evil-inc`, `${url}/`])
    expect(await reasonOf(enterprise.verify(enterprise.sign({ iss })))).toBe('unknown_issuer');
  await enterprise.close();
});
