import { expect, test } from '@jest/globals';
import { ownClaims, SHOWN_CLAIMS } from '../../../src/action/failure/claims.ts';

const tokenOf = (payload: object) =>
  ['{"alg":"RS256"}', JSON.stringify(payload), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

test('shows the claims of the list, as text, and nothing else', () => {
  const { shown, issuedAt } = ownClaims(
    tokenOf({
      repository: 'acme/web',
      run_id: 7,
      jti: 'secret',
      enterprise: 'x',
      iat: 1_700_000_000,
    }),
  );
  expect(shown).toEqual({ repository: 'acme/web', run_id: '7' });
  expect(issuedAt).toBe(1_700_000_000_000);
});

test.each(['', 'x', 'a.b', 'a.b.c', tokenOf([])])('%j has nothing to show', (token) => {
  expect(ownClaims(token).shown).toEqual({});
});

test('what could be presented elsewhere is not on the list', () => {
  for (const name of ['jti', 'x5t', 'repository_visibility', 'head_ref'])
    expect(SHOWN_CLAIMS).not.toContain(name);
});
