import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../../src/exchange/refusal.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';

function logged(fields: object, message = 'something happened'): Record<string, unknown> {
  const lines: string[] = [];
  createLog('debug', { write: (line) => void lines.push(line) }).info(fields, message);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

const BUILD_TOKEN = 'dpb_0123456789abcdefghijABCDEFGHIJ012345';
const ID_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGUifQ.c2lnbmF0dXJl';

test('a line is one JSON object with level, time and message', () => {
  expect(logged({ reference: 'x' })).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    msg: 'something happened',
    reference: 'x',
  });
});

test('lines below the level are not written', () => {
  const lines: string[] = [];
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  log.info({}, 'no');
  log.warn({}, 'yes');
  expect(lines).toHaveLength(1);
});

describe('a field that could hold a secret is struck out', () => {
  test.each(['subject_token', 'access_token', 'token', 'authorization', 'jwk', 'cookie', 'secret'])(
    '%s, at any depth that we log',
    (field) => {
      const secret = { [field]: BUILD_TOKEN };
      const line = logged({ ...secret, request: { ...secret, form: secret } });
      expect(JSON.stringify(line)).not.toContain(BUILD_TOKEN);
      expect(line[field]).toBe('[redacted]');
    },
  );
});

describe('an error is logged', () => {
  test('with its causes', () => {
    const error = new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'EIO' }) });
    expect(logged({ err: error }).err).toEqual({
      type: 'Error',
      message: 'outer',
      stack: expect.stringContaining('log-lines.test'),
      cause: { type: 'Error', message: 'inner', code: 'EIO', stack: expect.any(String) },
    });
  });

  test('without stacks if it is an outage of the database, which every request meets', () => {
    const cause = Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED' });
    const error = new Refusal('store_unavailable', 'Try again.', { cause });
    expect(logged({ err: error }).err).toEqual({
      type: 'Refusal',
      message: 'Try again.',
      cause: { type: 'Error', message: 'connect failed', code: 'ECONNREFUSED' },
    });
  });

  test.each([
    ['an ID token', ID_TOKEN],
    ['a truncated ID token', ID_TOKEN.slice(0, 30)],
    ['a build token', BUILD_TOKEN],
    ['a project token', BUILD_TOKEN.replace('dpb_', 'dpp_')],
  ])('without %s that it quotes', (_, secret) => {
    const error = new Error(`cannot read "${secret}"`, { cause: new Error(`in ${secret}`) });
    expect(JSON.stringify(logged({ err: error }))).not.toContain(secret);
    expect(JSON.stringify(logged({ err: secret }))).not.toContain(secret);
  });

  test('without what a library hung on it', () => {
    const error = Object.assign(new Error('"exp" claim timestamp check failed'), {
      payload: { secret_claim: 'x' },
      input: ID_TOKEN,
    });
    const text = JSON.stringify(logged({ err: error }));
    expect(text).not.toContain('secret_claim');
    expect(text).not.toContain(ID_TOKEN);
  });
});
