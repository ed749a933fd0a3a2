import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  createLookUpRepository,
  type LookUpRepository,
} from '../../../src/exchange/identity/look-up-repository.ts';
import { createFetchJson, type FetchJson } from '../../../src/exchange/system/fetch.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';
import { type ApiAnswer, type GitHubApi, startGitHubApi } from '../../support/github-api.ts';

let api: GitHubApi;
let lookUp: LookUpRepository;

const GITHUB = 'https://token.actions.githubusercontent.com';
const log = createLog('silent', { write: () => {} });
const REPOSITORY = { id: 260064828, full_name: 'Acme/web', owner: { id: 1342004, login: 'Acme' } };

beforeAll(async () => {
  api = await startGitHubApi();
  lookUp = createLookUpRepository({
    fetchJson: createFetchJson({ maxBytes: 4096, timeoutMs: 300 }),
    log,
    setting: { api: api.url },
  });
});

afterAll(() => api.close());

beforeEach(() => {
  api.repositories.clear();
  api.requests.splice(0);
});

test('the ids are those that the API answers for this very name', async () => {
  api.repositories.set('acme/web', REPOSITORY);
  expect(await lookUp(GITHUB, 'acme/web')).toEqual({
    id: '260064828',
    ownerId: '1342004',
    message: null,
  });
});

test('it is asked without any credentials', async () => {
  api.repositories.set('acme/web', REPOSITORY);
  await lookUp(GITHUB, 'acme/web');
  const [{ line, headers } = { line: '', headers: {} }] = api.requests;
  expect(line).toBe('GET /repos/acme/web');
  expect(headers).not.toHaveProperty('authorization');
  expect(headers).not.toHaveProperty('cookie');
  // GitHub refuses requests without one.
  expect(headers).toHaveProperty('user-agent');
});

test.each<[string, ApiAnswer, RegExp]>([
  ['a private repository', 404, /no public repository of this name/],
  ['one that was renamed', 301, /renamed or transferred/],
  ['the limit for strangers', 403, /limits how often it answers \(403\)/],
  ['too many requests', 429, /limits how often it answers \(429\)/],
  ['an outage', 502, /is unavailable \(502\), so look up the ids yourself/],
  ['no answer in time', 'nothing', /is unavailable, so look up the ids yourself\./],
  ['another repository', { ...REPOSITORY, full_name: 'evil/web' }, /did not answer with this/],
  ['ids that are none', { ...REPOSITORY, id: '12' }, /did not answer with this/],
  ['no owner', { ...REPOSITORY, owner: null }, /did not answer with this/],
  ['a flood', { ...REPOSITORY, description: 'x'.repeat(10_000) }, /is unavailable/],
])('%s is told as such, and nothing is looked up', async (_, answer, message) => {
  api.repositories.set('acme/web', answer);
  const { id, ownerId, message: told } = await lookUp(GITHUB, 'acme/web');
  expect([id, ownerId]).toEqual([null, null]);
  expect(told).toMatch(message);
  expect(api.requests).toHaveLength(1);
});

/** The URLs that would be asked for, without asking anybody. */
function recording(setting: { api: string | null } | null) {
  const urls: string[] = [];
  const fetchJson: FetchJson = async (url) => {
    urls.push(url);
    throw new Error('nobody is asked');
  };
  return { urls, lookUp: createLookUpRepository({ fetchJson, log, setting }) };
}

test.each([
  [GITHUB, ['https://api.github.com/repos/acme/web']],
  ['https://ghes.example.com/_services/token', ['https://ghes.example.com/api/v3/repos/acme/web']],
  ['https://token.actions.acme.ghe.com', ['https://api.acme.ghe.com/repos/acme/web']],
  ['http://169.254.169.254/latest', []],
])('for the issuer %s only its own server is asked', async (issuer, expected) => {
  const { urls, lookUp } = recording({ api: null });
  await lookUp(issuer, 'acme/web');
  expect(urls).toEqual(expected);
});

test('where it is switched off nobody is asked', async () => {
  const { urls, lookUp } = recording(null);
  expect(await lookUp(GITHUB, 'acme/web')).toMatchObject({ id: null });
  expect(urls).toEqual([]);
});
