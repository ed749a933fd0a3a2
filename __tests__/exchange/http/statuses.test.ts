import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PROBLEMS } from '../../../src/exchange/flows/admin/problem.ts';
import {
  bearerAnswer,
  oauthAnswer,
  PROBLEM_CODES,
  problemAnswer,
  registryAnswer,
} from '../../../src/exchange/http/statuses.ts';
import { Refusal } from '../../../src/exchange/refusal.ts';
import { isReason, REASONS, type Reason } from '../../../src/protocol/reasons.ts';

const pageOf = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

const chapterOf = (page: string, heading: string) =>
  pageOf(page).split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

/** The rows of tables, cell by cell. */
const rowsOf = (text: string) =>
  [...text.matchAll(/^\| ([0-9, ]+) \| (.+) \|$/gm)].map(([, statuses = '', cells = '']) => ({
    statuses: statuses.split(', ').map(Number),
    cells,
  }));

const refusalOf = (reason: Reason, kind?: Refusal['details']['kind']) =>
  new Refusal(reason, 'Try again.', { kind });

/** What a client of a registry may be refused for, and how. */
const OF_REGISTRIES: Refusal[] = [
  ...(
    [
      'malformed_token',
      'unknown_token',
      'token_revoked',
      'expired',
      'oidc_only',
      'project_not_granted',
      'permission_not_granted',
      'malformed_request',
      'rate_limited',
      'store_unavailable',
    ] as const
  ).map((reason) => refusalOf(reason)),
  refusalOf('malformed_request', 'invalid_target'),
  refusalOf('malformed_request', 'too_large'),
];

test('docs/api.md: registries are answered with the statuses and codes that its table has', () => {
  const answers = OF_REGISTRIES.map(registryAnswer).map(({ status, code }) => `${status} ${code}`);
  const documented = rowsOf(chapterOf('api.md', 'Registry tokens')).flatMap(({ statuses, cells }) =>
    statuses.map((status) => `${status} ${/^`([A-Z]+)`/.exec(cells)?.[1]}`),
  );
  expect(documented).not.toEqual([]);
  expect(documented.toSorted()).toEqual([...new Set(answers)].toSorted());
});

test('docs/api.md: builder credentials are refused with the statuses that its table has', () => {
  const rows = rowsOf(chapterOf('api.md', 'Builder credentials')).flatMap(({ statuses, cells }) =>
    [...cells.matchAll(/`([a-z_]+)`/g)].flatMap(([, code = '']) =>
      isReason(code) ? [{ reason: code, status: statuses[0] }] : [],
    ),
  );
  expect(rows.length).toBeGreaterThan(10);
  for (const { reason, status } of rows)
    expect({ reason, status: bearerAnswer(refusalOf(reason)).status }).toEqual({ reason, status });
  expect(bearerAnswer(refusalOf('malformed_request', 'too_large')).status).toBe(413);
});

test('docs/problems.md: each code has the status with which its entry begins', () => {
  const entries = pageOf('problems.md').matchAll(/^### `([a-z_]+)`\n\n([0-9]{3})/gm);
  const documented = [...entries].map(([, code, status]) => `${status} ${code}`);
  const answers = [
    ...PROBLEMS.map((code) => `${problemAnswer(code).status} ${code}`),
    ...REASONS.filter((reason) => PROBLEM_CODES.includes(reason)).map(
      (reason) => `${problemAnswer(refusalOf(reason)).status} ${reason}`,
    ),
  ];
  expect(documented.toSorted()).toEqual(answers.toSorted());
});

test.each(REASONS)('%s: what makes sense to send again says when, at every endpoint', (reason) => {
  const refusal = refusalOf(reason);
  const answers = [oauthAnswer, bearerAnswer, registryAnswer, problemAnswer].map((answer) =>
    answer(refusal),
  );
  const isTemporary = [429, 503].includes(oauthAnswer(refusal).status);
  for (const { headers } of answers) expect('retry-after' in headers).toBe(isTemporary);
});
