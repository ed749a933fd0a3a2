import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GITHUB_CLAIMS } from '../../../src/exchange/identity/providers.ts';
import {
  type Claims,
  classicSubject,
  customisedSubject,
  immutableSubject,
} from '../../support/github-claims.ts';
import { createSigningKey, signCompact } from '../../support/jws.ts';
import { refusalOf, startVerification, type Verification } from './verification.ts';

const key = createSigningKey();
let verification: Verification;

beforeAll(async () => {
  verification = await startVerification({ keys: [key] });
});

afterAll(() => verification.close());

const verify = (changes: Claims) => verification.verify(verification.sign(changes));
const refusal = (changes: Claims) => refusalOf(verify(changes));

test('a job that has proven who it is', async () => {
  const identity = await verify({ jti: 'a1', environment: 'production' });
  expect(identity).toMatchObject({
    issuer: verification.registered,
    jti: 'a1',
    issuedAt: verification.now(),
    expiresAt: verification.now() + 300,
    claims: { repository: 'acme/web', repository_id: '260064828', environment: 'production' },
  });
});

describe('sub is a template that organizations replace', () => {
  test.each([
    ['classic', classicSubject()],
    ['immutable', immutableSubject()],
    ['customised', customisedSubject()],
    ['anything else', 'x'],
  ])('%s verifies like any other', async (_, sub) => {
    const { jti: _jti, claims } = await verify({ sub, jti: 'same' });
    const { claims: classic } = await verify({ jti: 'same' });
    expect({ ...claims, sub: null }).toEqual({ ...classic, sub: null });
  });
});

describe('required claims', () => {
  const required = [
    'sub',
    'aud',
    'exp',
    'iat',
    'nbf',
    'jti',
    'repository_id',
    'repository_owner_id',
  ];

  test('are those of the design', () => {
    expect(Object.keys(GITHUB_CLAIMS.required).toSorted()).toEqual(['iss', ...required].toSorted());
  });

  test.each(required)('a token without %s is refused', async (name) => {
    expect(await refusal({ [name]: undefined })).toMatchObject({
      reason: 'missing_claim',
      details: { claims: [name] },
    });
  });

  test.each(required)('%s that is empty or null is missing', async (name) => {
    for (const value of ['', null])
      expect(await refusal({ [name]: value })).toMatchObject({
        reason: 'missing_claim',
        details: { claims: [name] },
      });
  });

  test('a runner-internal credential (no aud, sub, jti; lives for hours) is refused', async () => {
    const exp = verification.now() + 6 * 3600;
    const runnerInternal = { aud: undefined, sub: undefined, jti: undefined, exp };
    expect(await refusal(runnerInternal)).toMatchObject({
      reason: 'missing_claim',
      details: { claims: ['sub', 'aud', 'jti'] },
    });
  });
});

describe('claim type confusion', () => {
  const confusions = [['acme/web'], { value: 'acme/web' }, 1, true, null];
  test.each(GITHUB_CLAIMS.matched)('%s that is not a string is refused', async (name) => {
    for (const value of confusions)
      expect(await refusal({ [name]: value })).toMatchObject({
        reason: 'malformed_token',
        details: { claims: [name] },
      });
  });

  test.each(GITHUB_CLAIMS.recorded)(
    '%s that is not a string is recorded as JSON has it, and refuses nothing',
    async (name) => {
      for (const value of confusions) {
        const { claims } = await verify({ [name]: value });
        expect(claims[name]).toBe(value === null ? undefined : JSON.stringify(value));
      }
    },
  );

  test('a run that is a number is the same run', async () => {
    expect((await verify({ run_id: 9876543210 })).claims.run_id).toBe('9876543210');
  });

  test.each(['jti', 'sub', 'repository_id', 'repository_owner_id'])(
    'a numeric %s is refused',
    async (name) => {
      expect(await refusal({ [name]: 42 })).toMatchObject({
        reason: 'malformed_token',
        details: { claims: [name] },
      });
    },
  );

  test.each(['1e3', '0x10', ' 1', '1 ', '-1', '+1', '01', '1.0', '١', '9'.repeat(21), 'acme'])(
    'an id that is %j is refused',
    async (repository_id) => {
      expect(await refusal({ repository_id })).toMatchObject({
        reason: 'malformed_token',
        details: { claims: ['repository_id'] },
      });
    },
  );

  test.each(['iat', 'nbf', 'exp'])('%s must be a number', async (name) => {
    for (const value of [String(verification.now()), [verification.now()], true, {}])
      expect(await refusal({ [name]: value })).toMatchObject({
        reason: 'malformed_token',
        details: { claims: [name] },
      });
  });

  test.each(['iat', 'nbf', 'exp'])(
    'a number for %s that JSON can write and JavaScript cannot hold is refused',
    async (name) => {
      for (const number of ['1e999', '-1e999']) {
        const [, payload = ''] = verification.sign().split('.');
        const claims = Buffer.from(payload, 'base64url').toString();
        const text = claims.replace(new RegExp(`"${name}":[0-9]+`), `"${name}":${number}`);
        const token = signCompact({ alg: 'RS256', kid: key.kid }, text, key.privateKey);
        expect(await refusalOf(verification.verify(token))).toMatchObject({
          reason: 'malformed_token',
          details: { claims: [name] },
        });
      }
    },
  );
});

describe('claims that the table does not know', () => {
  test('are kept if they are strings', async () => {
    const { claims } = await verify({ repo_property_team: 'platform', brand_new: 'x' });
    expect(claims).toMatchObject({ repo_property_team: 'platform', brand_new: 'x' });
  });

  test('are left out if they are not, so that a new claim stops no build', async () => {
    const news = {
      new_list: ['a'],
      new_object: { repository: 'x' },
      new_number: 1,
      new_flag: true,
    };
    const { claims } = await verify({ ...news, new_nothing: null });
    expect(Object.keys(claims).filter((name) => name.startsWith('new_'))).toEqual([]);
  });

  test('that are known and of no use are left out, whatever they are', async () => {
    const { claims } = await verify({ environment_node_id: 'EN_1', issuer_scope: ['x'] });
    expect(claims.environment_node_id).toBeUndefined();
    expect(claims.issuer_scope).toBeUndefined();
  });
});

test('identities hold strings only, and inherit nothing', async () => {
  const { claims } = await verify({});
  expect(new Set(Object.values(claims).map((value) => typeof value))).toEqual(new Set(['string']));
  expect(Object.getPrototypeOf(claims)).toBeNull();
  expect(claims.constructor).toBeUndefined();
});

test('no claim is in two groups of the table', () => {
  const { required, matched, recorded, ignored } = GITHUB_CLAIMS;
  const names = [...Object.keys(required), ...matched, ...recorded, ...ignored];
  expect(names).toHaveLength(new Set(names).size);
});

/** https://docs.github.com/en/actions/reference/security/oidc, read in November 2026. */
test('every claim that GitHub documents is in the table', () => {
  const documented =
    'aud iss sub exp iat jti nbf actor actor_id base_ref check_run_id enterprise enterprise_id ' +
    'environment event_name head_ref job_workflow_ref job_workflow_sha ref ref_type ' +
    'repository_visibility repository repository_id repository_owner repository_owner_id run_id ' +
    'run_number run_attempt runner_environment workflow workflow_ref workflow_sha';
  const { required, matched, recorded, ignored } = GITHUB_CLAIMS;
  const names = new Set([...Object.keys(required), ...matched, ...recorded, ...ignored]);
  expect(documented.split(' ').filter((name) => !names.has(name))).toEqual([]);
});

test('a refusal after the signature held tells the audit event what was presented', async () => {
  const { details } = await refusal({ jti: undefined, run_id: '77' });
  expect(details.detail).toMatchObject({ claims: { repository: 'acme/web', run_id: '77' } });
});
