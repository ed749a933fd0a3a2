import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PATHS, TOKEN_TYPE } from '../../../src/protocol/token-exchange.ts';
import { exchangeForm, type Parameters, PUBLIC_URL, type Service, services } from '../service.ts';

const start = services(afterAll);
let service: Service;

beforeAll(async () => {
  service = await start();
});

type Case = [what: string, parameters: Parameters, error: string, description: RegExp];

const UNREADABLE: Case[] = [
  ['no grant_type', { grant_type: undefined }, 'invalid_request', /grant_type is missing/],
  ['an empty grant_type', { grant_type: '' }, 'invalid_request', /grant_type is missing/],
  ['another grant', { grant_type: 'password' }, 'unsupported_grant_type', /token-exchange/],
  ['no subject_token', { subject_token: undefined }, 'invalid_request', /subject_token is missing/],
  [
    'no type',
    { subject_token_type: undefined },
    'invalid_request',
    /subject_token_type is missing/,
  ],
  [
    'a type that we cannot exchange',
    { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
    'invalid_request',
    /subject_token_type must be/,
  ],
  [
    'a type that every object has',
    { subject_token_type: 'constructor' },
    'invalid_request',
    /subject_token_type must be/,
  ],
  ['two subject tokens', { subject_token: ['a', 'b'] }, 'invalid_request', /only once/],
  ['two scopes', { scope: ['pull', 'push'] }, 'invalid_request', /only once/],
  ['one valid grant_type of two', { grant_type: ['', 'x'] }, 'invalid_request', /only once/],
  [
    'a wish for a refresh token',
    { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
    'invalid_request',
    /requested_token_type/,
  ],
  ['an actor', { actor_token: 'x' }, 'invalid_request', /actor_token/],
  ['an unknown permission', { scope: 'pull admin' }, 'invalid_scope', /build, push and pull/],
  ['a scope of spaces', { scope: '  ' }, 'invalid_scope', /build, push and pull/],
  ['a project without URL', { resource: 'acme/web' }, 'invalid_target', /organization\/project/],
  [
    'a project of no web address',
    { resource: 'mailto:acme/web' },
    'invalid_target',
    /resource must/,
  ],
  [
    'more projects than anybody needs',
    { resource: Array.from({ length: 101 }, (_, index) => `${PUBLIC_URL}/acme/p${index}`) },
    'invalid_target',
    /At most 100 projects/,
  ],
  ['a path climb', { resource: `${PUBLIC_URL}/acme/../web` }, 'invalid_target', /resource must be/],
  ['a lifetime below a minute', { lifetime: '59' }, 'invalid_request', /at least 60/],
  ['a lifetime with a unit', { lifetime: '45m' }, 'invalid_request', /whole number of seconds/],
  ['a negative lifetime', { lifetime: '-60' }, 'invalid_request', /whole number of seconds/],
  ['half a second', { lifetime: '60.5' }, 'invalid_request', /whole number of seconds/],
];

describe('a request that cannot be read', () => {
  test.each(UNREADABLE)('%s', async (_, parameters, error, description) => {
    const { exchange, eventOf } = service;
    const answer = await exchange(parameters);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error,
      error_description: expect.stringMatching(description),
      reason: 'malformed_request',
      reference: expect.any(String),
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const event = await eventOf(answer);
    expect(event).toMatchObject({ decision: 'refused', reason: 'malformed_request', claims: null });
  });

  test('is refused if its content type is not that of a form', async () => {
    const { post, idToken } = service;
    const form = exchangeForm({ subject_token: idToken() });
    const json = { 'content-type': 'application/json' };
    const answer = await post(PATHS.token, JSON.stringify(Object.fromEntries(form)), json);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(answer.body.error_description).toContain('application/x-www-form-urlencoded');
  });
});

/** PUBLIC_URL is https://dockpass.example.com. */
const ELSEWHERE: [what: string, url: string][] = [
  ['another host', 'https://localhost'],
  ['a host that only begins alike', 'https://dockpass.example.com.evil.example'],
  ['a trailing slash', `${PUBLIC_URL}/`],
  ['a host in upper case', 'https://Dockpass.example.com'],
  ['another scheme', 'http://dockpass.example.com'],
  ['a port', `${PUBLIC_URL}:443`],
  ['a path', `${PUBLIC_URL}/dockpass/acme`],
];

describe('a job whose exchange-url is not byte for byte ours hears which one to write', () => {
  const expectWrong = async (parameters: Parameters, presented: string) => {
    const { status, body } = await service.exchange(parameters);
    expect([status, body.reason]).toEqual([400, 'wrong_audience']);
    expect(body.error_description).toContain(JSON.stringify(PUBLIC_URL));
    expect(body.error_description).toContain(JSON.stringify(presented));
  };

  test.each(ELSEWHERE)('%s, whether or not it names a project', async (_, url) => {
    const subject_token = service.idToken({ aud: url });
    await expectWrong({ subject_token }, url);
    const resource = `${url}/acme/web`;
    await expectWrong({ subject_token, resource }, resource);
    // With the right audience set by hand.
    await expectWrong({ resource: [`${PUBLIC_URL}/acme/web`, resource] }, resource);
    await expectWrong({ audience: url }, url);
  });

  test('in a request to narrow, too', async () => {
    const resource = 'https://localhost/acme/web';
    const { body } = await service.narrow(await service.buildToken(), { resource });
    expect(body.reason).toBe('wrong_audience');
  });
});

describe('a refusal echoes what was asked for', () => {
  test.each<[string, Parameters, object]>([
    [
      'projects and permissions',
      { resource: [`${PUBLIC_URL}/acme/wbe`, `${PUBLIC_URL}/acme/web`], scope: 'push build' },
      { projects: ['acme/wbe', 'acme/web'], permissions: ['build', 'push'] },
    ],
    ['a project', { resource: `${PUBLIC_URL}/acme/wbe` }, { projects: ['acme/wbe'] }],
    ['nothing', { subject_token: 'x' }, {}],
  ])('%s', async (_, parameters, requested) => {
    expect((await service.exchange(parameters)).body).toMatchObject({
      reason: expect.any(String),
      requested,
    });
  });

  test('in its message, too, where no project trusts the repository', async () => {
    const subject_token = service.idToken({ repository: 'acme/other' });
    const resource = `${PUBLIC_URL}/acme/wbe`;
    const { body } = await service.exchange({ subject_token, resource });
    expect(body.reason).toBe('no_trust_relationship');
    expect(body.error_description).toContain('acme/wbe');
  });
});

describe('a request that is a little unusual is read', () => {
  test.each<[string, Parameters]>([
    ['parameters that nobody defined', { client_id: 'ci', request_id: ['1', '2'] }],
    ['parameters without a value', { scope: '', lifetime: '', resource: '', audience: '' }],
    ['our own audience', { audience: PUBLIC_URL }],
    ['the token type that we issue', { requested_token_type: TOKEN_TYPE.accessToken }],
    ['a permission twice', { scope: 'pull  push pull' }],
  ])('%s', async (_, parameters) => {
    expect(await service.exchange(parameters)).toMatchObject({ status: 200 });
  });

  test('content type with a charset', async () => {
    const { post, idToken } = service;
    const body = exchangeForm({ subject_token: idToken() }).toString();
    const headers = { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' };
    expect(await post(PATHS.token, body, headers)).toMatchObject({ status: 200 });
  });
});
