import { expect, test } from '@jest/globals';
import { ERROR_CODES } from '../../../src/action/failure/error-codes.ts';
import { Failure } from '../../../src/action/failure/failure.ts';
import { failureSummary, plainText, reportOf } from '../../../src/action/failure/failure-report.ts';

test.each(ERROR_CODES)(
  '%s: what was seen, where, whose move, what next, and where to read on',
  (code) => {
    const report = reportOf(new Failure(code, 'Something was seen.'));
    const text = plainText(report);
    expect(report.facts.map(([label]) => label)).toEqual([
      'Seen',
      'Where',
      'Whose move',
      'Next',
      'Error code',
    ]);
    expect(text).toContain('Something was seen.');
    expect(text).toMatch(new RegExp(`refusals\\.md#${code}$`));
  },
);

test('no two codes say the same', () => {
  const titles = ERROR_CODES.map((code) => reportOf(new Failure(code, '')).title);
  expect(new Set(titles).size).toBe(ERROR_CODES.length);
});

test('the exchange is named where it is the place', () => {
  const details = {
    exchange: 'https://dockpass.example.com',
    reference: 'r1',
    failedClaims: ['ref'],
  };
  const text = plainText(reportOf(new Failure('condition_failed', 'No.', details)));
  for (const word of ['https://dockpass.example.com', 'r1', 'ref']) expect(text).toContain(word);
});

test('an administrator finds the event behind a link, if the exchange has told its reference', () => {
  const exchange = 'https://dockpass.example.com';
  const address = `${exchange}/events/r1`;
  const report = reportOf(new Failure('condition_failed', 'No.', { exchange, reference: 'r1' }));
  expect(plainText(report)).toContain(`For an administrator to open: ${address}\n`);
  expect(failureSummary(report)).toContain(
    `<a href="${address}">Ask an administrator to open this refusal</a>`,
  );
  for (const details of [{ exchange }, { reference: 'r1' }]) {
    const other = reportOf(new Failure('condition_failed', 'No.', details));
    expect(plainText(other) + failureSummary(other)).not.toContain('/events/');
  }
});

test('a failed claim that the job does not have is shown as absent', () => {
  const details = { claims: { shown: { ref: 'refs/heads/main' } }, failedClaims: ['environment'] };
  const summary = failureSummary(reportOf(new Failure('condition_failed', 'No.', details)));
  expect(summary).toMatch(/environment<\/th><td>\(absent\)/);
  expect(summary).not.toContain('<ul>');
});

test.each(['condition_failed', 'permission_not_granted'] as const)(
  '%s: an author, who cannot see the rules, is sent to an administrator with the reference',
  (code) => {
    const facts = new Map(reportOf(new Failure(code, 'seen')).facts);
    expect(facts.get('Whose move')).toMatch(/^the workflow's author, or an administrator/);
    expect(facts.get('Next')).toMatch(/give the reference to an administrator/);
  },
);
