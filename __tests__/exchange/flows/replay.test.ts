import { expect, test } from '@jest/globals';
import { CLOCK_LEEWAY } from '../../../src/exchange/identity/token-times.ts';
import { startGitHubIssuer } from '../../support/github-issuer.ts';
import { PUBLIC_URL, servicesOfOneProcess } from '../service.ts';
import { applyTrust } from '../trusted.ts';

const start = servicesOfOneProcess();

test('the same ID token presented 200 times at once buys exactly one build token', async () => {
  const { exchange, idToken, events } = await start();
  const subject_token = idToken();
  const answers = await Promise.all(Array.from({ length: 200 }, () => exchange({ subject_token })));
  const granted = answers.filter(({ status }) => status === 200);
  const replayed = answers.filter(({ body }) => body.reason === 'replayed');
  expect([granted.length, replayed.length]).toEqual([1, 199]);
  // Each of the 200 is on record, under the reference that its sender was told.
  const recorded = new Map((await events()).map((event) => [event.id, event.decision]));
  for (const { status, body } of answers)
    expect(recorded.get(body.reference)).toBe(status === 200 ? 'granted' : 'refused');
});

test('a token re-encoded by an attacker is still the same token', async () => {
  const { exchange, idToken } = await start();
  const token = idToken();
  expect(await exchange({ subject_token: token })).toMatchObject({ status: 200 });
  // jose takes padding and a line break after the signature: replay is keyed on the jti, not on text.
  for (const disguised of [`${token}==`, `${token}\n`, ` ${token}`]) {
    const { status, body } = await exchange({ subject_token: disguised });
    expect([disguised.length, status]).toEqual([disguised.length, 400]);
    expect(['replayed', 'malformed_token']).toContain(body.reason);
  }
});

test('a replay at the last moment of the leeway is still known', async () => {
  const { exchange, idToken, pass } = await start();
  const subject_token = idToken();
  await exchange({ subject_token });
  pass(300 + CLOCK_LEEWAY - 5);
  expect((await exchange({ subject_token })).body.reason).toBe('replayed');
});

test('a jti is burned for its own issuer only', async () => {
  const { exchange, idToken, store, issuer } = await start();
  const other = await startGitHubIssuer({ keys: issuer.keys });
  try {
    await applyTrust(store, other.url, [{ project: 'other/web' }]);
    const jti = 'the-same-jti';
    const use = (subject_token: string, project: string) =>
      exchange({ subject_token, resource: `${PUBLIC_URL}/${project}` });
    expect(await use(idToken({ jti }), 'acme/web')).toMatchObject({ status: 200 });
    expect(await use(other.sign(PUBLIC_URL, { jti }), 'other/web')).toMatchObject({ status: 200 });
  } finally {
    await other.close();
  }
});

test('a refusal burns nothing', async () => {
  const { exchange, idToken } = await start({ trust: [{ permissions: ['pull'] }] });
  const subject_token = idToken();
  const refused = await exchange({ subject_token, scope: 'push' });
  expect(refused.body.reason).toBe('permission_not_granted');
  expect(await exchange({ subject_token, scope: 'pull' })).toMatchObject({ status: 200 });
});
