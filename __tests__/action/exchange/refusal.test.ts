import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '../../../src/action/exchange/answer.ts';
import { refusalOf } from '../../../src/action/exchange/refusal.ts';
import { ERROR_CODES } from '../../../src/action/failure/error-codes.ts';
import type { HttpAnswer } from '../../../src/action/system/port.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

function answer(status: number, body: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const judge = (status: number, body: unknown, headers?: HttpAnswer['headers']) =>
  refusalOf(answer(status, body, headers), NOW);

describe('a refusal', () => {
  test('keeps reason, sentence, reference and claims, and is final', () => {
    const { code, message, details } = judge(400, {
      error: 'invalid_target',
      error_description: 'No.',
      reason: 'condition_failed',
      reference: 'r1',
      claims: ['ref', 7, null],
    });
    expect({ code, message }).toEqual({ code: 'condition_failed', message: 'No.' });
    expect(details).toEqual({ reference: 'r1', failedClaims: ['ref'] });
  });

  test('names claims, not whatever an exchange would have people read, and not without end', () => {
    const names = Array.from({ length: 30 }, (_, index) => `claim_${index}`);
    const odd = ['see https://evil.example', 'x\n::warning::x', '<b>', '', 'x'.repeat(65)];
    const { details } = judge(400, { error: 'invalid_target', claims: [...odd, ...names] });
    expect(details.failedClaims).toEqual(names.slice(0, 20));
  });

  test('with a reason that we do not know is still a refusal', () => {
    const refusal = judge(400, { error: 'invalid_target', reason: 'tomorrow_s_reason' });
    expect(refusal.code).toBe('exchange_refused');
  });

  test.each([404, 405])('with HTTP %i for the path is the fault of the URL', (status) => {
    const { code, message, details } = judge(status, {
      error: 'not_found',
      error_description: 'There is nothing at this path.',
    });
    expect(code).toBe('exchange_answer_invalid');
    expect(message).toContain(`HTTP ${status}: There is nothing at this path.`);
    expect(details.retry).toBeUndefined();
  });

  test('in Depot’s shape comes with status 200', () => {
    const refused = answer(200, { ok: false });
    expect(isRefusal(refused)).toBe(true);
    expect(refusalOf(refused, NOW).code).toBe('exchange_refused');
  });
});

describe('an outage', () => {
  test.each([
    [429, {}, 'rate_limited'],
    [408, {}, 'exchange_unavailable'],
    [502, '<html>', 'exchange_unavailable'],
    [503, { error: 'temporarily_unavailable', reason: 'issuer_unavailable' }, 'issuer_unavailable'],
    [500, { error: 'server_error', reason: 'internal_error' }, 'internal_error'],
  ])('%i %j is %s, and tried again', (status, body, code) => {
    const { details, ...failure } = judge(status, body);
    expect(failure.code).toBe(code);
    expect(details.retry?.tries).toBeGreaterThan(1);
  });

  test('is left alone for as long as it asks', () => {
    expect(judge(503, '', { 'retry-after': '9' }).details.retry?.least).toBe(9_000);
  });
});

test.each([
  [307, 'https://user:secret@elsewhere.example/path?token=secret', 'elsewhere.example'],
  [302, '/login', 'another address'],
  [301, undefined, 'another address'],
])('a redirect (%i) to %s tells the host and no more', (status, location, told) => {
  const failure = judge(status, '', location === undefined ? {} : { location });
  expect(failure.code).toBe('exchange_redirected');
  expect(failure.message).toContain(told);
  expect(failure.message).not.toContain('secret');
  expect(failure.details.retry).toBeUndefined();
});

test.each([
  [404, '<html>', 'an HTML page'],
  [403, '', 'an empty body'],
  [404, { message: 'Not Found' }, 'JSON of another shape'],
  [401, 'nope', 'something that is not JSON'],
])('%i with %j is not from an exchange', (status, body, seen) => {
  const failure = judge(status, body);
  expect(failure.code).toBe('exchange_answer_invalid');
  expect(failure.message).toContain(seen);
});

test('the clocks are compared if the answer has a date', () => {
  const { details } = judge(400, { error: 'x' }, { date: 'Mon, 23 Nov 2026 12:15:00 GMT' });
  expect(details.clocks).toEqual({ exchange: NOW + 900_000, runner: NOW });
});

test('whatever comes, it is judged, in one line and with a code of the list', () => {
  const members = fc.record(
    {
      error: fc.anything(),
      error_description: fc.anything(),
      reason: fc.anything(),
      claims: fc.anything(),
      reference: fc.anything(),
    },
    { requiredKeys: [] },
  );
  const bodies = fc.oneof(
    fc.json(),
    fc.string(),
    members.map((value) => JSON.stringify(value) ?? ''),
  );
  fc.assert(
    fc.property(fc.integer({ min: 201, max: 599 }), bodies, (status, body) => {
      const failure = judge(status, body);
      expect(ERROR_CODES).toContain(failure.code);
      expect(failure.message).not.toMatch(/[\n\r]/);
    }),
  );
});
