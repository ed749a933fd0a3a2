import { describe, expect, test } from '@jest/globals';
import { EXAMPLE, GITHUB } from './examples.ts';
import { faultsOf } from './faults.ts';

const RELATIONSHIP = 'organizations[0].projects[0].trust_relationships[0]';

/** The example with one more line in its relationship, instead of the one with the same key. */
function withLine(line: string): string {
  const key = line.split(':')[0] ?? '';
  const [before = '', relationship = ''] = EXAMPLE.split('- repository');
  const fields = `repository${relationship}`.split('\n').filter((each) => each.trim() !== '');
  const others = fields.filter((each) => each.trim().split(':')[0] !== key);
  return `${before}- ${[line, ...others].map((each) => each.trim()).join(`\n${' '.repeat(12)}`)}\n`;
}

describe('fields that are refused', () => {
  test.each([
    ['repository: https://github.com/acme/web.git', 'write it as owner/name: acme/web'],
    ['repository: git@github.com:acme/web.git', 'write it as owner/name: acme/web'],
    ['repository: https://ghes.example.com/acme/web/tree/main', 'as owner/name: acme/web'],
    ['repository: ssh://git@ghes.example.com/acme/web', 'as owner/name: acme/web'],
    ['repository: acme/web.git', 'is not valid'],
    ['repository: "acme/web:latest"', 'is not valid'],
    ['repository: acme', 'write it as owner/name'],
    ['repository: acme/*', 'without wildcards'],
    ['repository: acme/..', 'write it as owner/name'],
    ['repository_id: ""', 'is not a valid numeric id'],
    ['repository_id: "0260064828"', 'is not a valid numeric id'],
    ['repository_owner_id: acme', 'is not a valid numeric id'],
    ['repository_owner_id: 1e3', 'put it in quotes'],
    ['refs: refs/heads/main', 'not a list; write it as [one, two]'],
    ['refs: []', 'empty list; list at least one'],
    ['refs: ["***"]', 'stand alone'],
    ['refs: ["refs/heads/v**"]', 'stand alone'],
    ['refs: ["refs/heads/"]', 'empty segment'],
    ['refs: ["refs/heads/[ab]"]', 'contains "["'],
    ['refs: ["refs/heads/a?"]', 'contains "?"'],
    ['refs: ["refs/heads/.hidden"]', 'contains "/.", which no git ref can'],
    ['refs: ["refs/heads/.*"]', 'write refs/heads/**'],
    ['refs: ["^refs/tags/v.*$"]', 'write refs/tags/v*'],
    ['refs: ["^refs/heads/main$"]', 'write refs/heads/main'],
    ['refs: ["^main$"]', 'write refs/heads/main'],
    ['refs: ["^.*$"]', 'write refs/heads/**'],
    ['refs: ["*"]', 'write it in full, as refs/heads/main or refs/heads/*'],
    ['refs: [refs/heads]', 'write it in full'],
    ['refs: [main]', 'write refs/heads/main for a branch'],
    ['refs: ["feature*/a/b"]', 'write refs/heads/feature*/a/b for a branch'],
    ['refs: ["refs/heads/main\\n"]', 'invisible character'],
    ['refs: ["refs/heads/\\u202emain"]', 'invisible character'],
    ['refs: [12]', 'put it in quotes: "12"'],
    ['refs: [[refs/heads/main]]', 'not a single value'],
    ['refs: [~]', 'empty; give it a value'],
    ['environments: ["prod-*"]', 'compared as plain names'],
    ['environments: [" "]', 'not a valid name of an environment'],
    ['events: ["*"]', 'list each by its name'],
    ['events: [Push]', 'did you mean push?'],
    ['events: [pull-request]', 'did you mean pull_request?'],
    ['workflows: [release.yml]', 'write .github/workflows/release.yml'],
    ['workflows: [.github/workflows/release.yml@refs/heads/main]', 'write the path only'],
    ['workflows: ["**x"]', 'stand alone'],
    ['reusable_workflows: [acme/w/.github/workflows/b.yml]', 'is not a reusable workflow'],
    ['reusable_workflows: [.github/workflows/b.yml@v1]', 'write refs/tags/v1'],
    ['reusable_workflows: [acme/w/.github/workflows/b.yml@v1]', 'write refs/tags/v1'],
    ['reusable_workflows: [acme/w/.github/workflows/b.yml@0123abc]', 'a whole commit'],
    ['reusable_workflows: [acme/w/.github/workflows/b.yml@refs/tags]', 'write it in full'],
    ['reusable_workflows: ["acme/w/.github/workflows/b.yml@^refs/tags/v1$"]', 'write refs/tags/v1'],
    ['reusable_workflows: ["acme/**/b.yml@refs/heads/main"]', 'two segments'],
    // What git could hold, and no ID token of GitHub shows.
    ['refs: [refs/head/main]', 'did you mean refs/heads/main?'],
    ['refs: [heads/main]', 'did you mean refs/heads/main?'],
    ['refs: [ref/heads/main]', 'did you mean refs/heads/main?'],
    ['refs: ["Refs/tag/v*"]', 'did you mean refs/tags/v*?'],
    ['refs: [pull/7/merge]', 'write refs/pull/*/merge'],
    ['refs: [tasks/1]', 'write refs/heads/tasks/1 for a branch'],
    ['refs: [refs/Heads/main]', 'did you mean refs/heads/main?'],
    ['refs: ["refs/tag/v*"]', 'did you mean refs/tags/v*?'],
    ['refs: [refs/remotes/origin/main]', 'write refs/heads/BRANCH'],
    ['refs: [refs/pull/12/head]', 'write refs/pull/*/merge'],
    ['refs: ["refs/pulls/*/merge"]', 'write refs/pull/*/merge'],
    ['refs: [refs/heads/main.lock]', 'contains ".lock"'],
    ['refs: [refs/heads/a..b]', 'contains ".."'],
    ['refs: ["refs/heads/main\u00a0"]', 'looks like a space or like nothing'],
    ['refs: ["refs/heads/main\u3000"]', 'looks like a space or like nothing'],
    ['refs: ["refs/heads/\u3164"]', 'looks like a space or like nothing'],
    ['base_refs: ["main\u00a0"]', 'looks like a space or like nothing'],
    ['base_refs: [refs/heads/main]', 'write main'],
    ['base_refs: ["re lease"]', 'contains " "'],
    ['base_refs: ["^main$"]', 'only * and ** are special'],
    ['environments: ["production\u00a0"]', 'looks like a space or like nothing'],
    ['environments: ["production "]', 'begins or ends with white space'],
    ['environments: ["\u2800"]', 'looks like a space or like nothing'],
    ['events: [pull_requests]', 'did you mean pull_request?'],
    ['events: [merge_groups]', 'did you mean merge_group?'],
    ['events: [workflow_call]', 'event of its caller'],
    ['workflows: [".github/workflows/release.yml\u00a0"]', 'looks like a space or like nothing'],
    ['workflows: [.github/workflows/release.md]', 'end with .yml or .yaml'],
    ['workflows: [.github/workflows/nested/release.yml]', 'directly in .github/workflows'],
    ['reusable_workflows: [acme/w/workflows/b.yml@refs/tags/v1]', 'directly in .github/workflows'],
    ['reusable_workflows: [acme/w/.github/workflows/b.yml@refs/tag/v1]', 'mean refs/tags/v1?'],
    ['repository: -acme/web', 'write it as owner/name'],
    [`repository: ${'a'.repeat(40)}/web`, 'write it as owner/name'],
    ['repository: "acme/web\u00a0"', 'write it as owner/name'],
    ['repository_id: "260064828\u00a0"', 'is not a valid numeric id'],
    ['permissions: [push, admin]', 'write one or more of build, push, pull'],
    ['permissions: [pul]', 'did you mean pull?'],
    ['permissions: []', 'empty list'],
    ['max_lifetime: 2 hours', 'write it like 45m'],
    ['max_lifetime: 0', 'write it like 45m'],
    ['max_lifetime: 59', 'live 60 seconds or longer'],
    ['max_lifetime: 1.5', 'write it like 45m'],
    ['max_lifetime: [2h]', 'write it like 45m'],
    ['mode: dry-run', 'write one of enforce, audit'],
    ['mode: audi', 'did you mean audit?'],
    ['description: 5', 'put it in quotes'],
    ['description: "two\\nlines"', 'invisible character'],
    [`description: ${'x'.repeat(201)}`, 'longer than 200'],
    ['expires_at: tomorrow', 'write it like 2027-01-31'],
    ['expires_at: 2027-02-30', 'write it like 2027-01-31'],
    ['expires_at: 2027-01-31T18:00:00', 'with its zone'],
    ['expires_at: 1800000000', 'put it in quotes'],
    ['issuer: https://ci.example.com', 'is not listed'],
    ['__proto__: { mode: audit }', 'unknown key'],
    ['constructor: 1', 'unknown key'],
  ])('%s', (line, remedy) => {
    const faults = faultsOf(withLine(line));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(remedy);
    expect(faults[0]).toContain(`${RELATIONSHIP}.${line.split(':')[0]}`);
    expect(faults[0]).toMatch(/^11:[0-9]+: .+; .+$/);
  });
});

test.each([
  '^refs/heads/(main|dev)$',
  '^refs/tags/v\\\\d+',
  'refs/heads/.*/**x',
  '^a b',
  '^refs/x$',
])('the advice for %j names no ref that would be refused, too', (ref) => {
  const [fault = ''] = faultsOf(withLine(`refs: ["${ref}"]`));
  expect(fault).toMatch(/special$|globs in docs/);
});

describe('fields that are accepted', () => {
  test.each([
    'refs: ["**"]',
    'refs: [refs/heads/feature/*, "refs/**/v*"]',
    'refs: [refs/heads/ünïcode]',
    'refs: ["refs/heads/{a,b}"]',
    'environments: [production, "with space"]',
    'events: [pull_request_target]',
    'events: [made_up_tomorrow]',
    'base_refs: [main, "release/**"]',
    'environments: ["🚀️ production"]',
    'refs: ["refs/pull/*/merge", "refs/p*/**", refs/heads/gh-readonly-queue/main/*]',
    'workflows: [.github/workflows/*]',
    'refs: ["*/heads/main", "*/**"]',
    'workflows: ["**"]',
    'reusable_workflows: [acme/w/.github/workflows/b.yml@refs/tags/v1]',
    'reusable_workflows: ["acme/w/.github/workflows/b.yml@*"]',
    'reusable_workflows: [acme/*/.github/workflows/*@0123456789abcdef0123456789abcdef01234567]',
    'reusable_workflows: ["acme/w/.github/workflows/b.yml@refs/pull/*/merge"]',
    'max_lifetime: 60',
    'expires_at: 2028-02-29',
    'expires_at: 2027-01-31T18:00+05:30',
  ])('%s', (line) => {
    expect(faultsOf(withLine(line))).toEqual([]);
  });
});

describe('issuers', () => {
  const withIssuers = (issuers: string) => EXAMPLE.replace(/issuers:[\s\S]*?(?=organ)/, issuers);

  test.each([
    ['issuers: []\n', 'missing; name one of the issuers, as the document lists none'],
    [
      `issuers: [{url: ${GITHUB}, provider: github}, {url: "https://a.example", provider: github}]\n`,
      'missing; name one of the issuers, as the document lists several',
    ],
    [`issuers: [{url: "http://ci.example.com", provider: github}]\n`, 'must use https'],
    [`issuers: [{url: "${GITHUB}/", provider: github}]\n`, 'drop it'],
    [`issuers: [{url: "${GITHUB}?x", provider: github}]\n`, 'query'],
    [`issuers: [{url: "https://a.exam\\nple", provider: github}]\n`, 'invisible'],
    [`issuers: [{url: "https://a.example/ x", provider: github}]\n`, 'white space'],
    ...[
      'https://github.com',
      'https://www.github.com/acme',
      'https://api.github.com',
      'https://actions.githubusercontent.com',
      'https://token.action.githubusercontent.com',
      'https://Token.Actions.githubusercontent.com',
      `${GITHUB}:443`,
      `${GITHUB}/.well-known/openid-configuration`,
    ].map((url): [string, string] => [
      `issuers: [{url: "${url}", provider: github}]\n`,
      `did you mean ${GITHUB}?`,
    ]),
    [
      `issuers: [{url: "${GITHUB.toUpperCase().replace('HTTPS', 'https')}/acme", provider: github}]\n`,
      `did you mean ${GITHUB}/acme?`,
    ],
    [
      'issuers: [{url: "https://ghes.example.com/_services/token/.well-known/jwks", provider: github}]\n',
      'did you mean https://ghes.example.com/_services/token?',
    ],
    [
      `issuers: [{url: "https://acme.ghe.com", provider: github}]\n`,
      'did you mean https://token.actions.acme.ghe.com?',
    ],
  ])('%s', (issuers, remedy) => {
    expect(faultsOf(withIssuers(issuers)).join()).toContain(remedy);
  });

  test.each([
    GITHUB,
    `${GITHUB}/acme`,
    'https://token.actions.acme.ghe.com',
    'https://ghes.example.com/_services/token',
    'http://127.0.0.1:4000',
  ])('%s is one', (url) => {
    expect(faultsOf(withIssuers(`issuers: [{url: "${url}", provider: github}]\n`))).toEqual([]);
  });

  test('each is listed once', () => {
    const twice = `issuers: [{url: ${GITHUB}, provider: github}, {url: ${GITHUB}, provider: github}]\n`;
    expect(faultsOf(withIssuers(twice)).join()).toContain(`"${GITHUB}" occurs twice`);
  });
});

/** The example with these lines in its relationship, in place of its refs. */
function withLines(...lines: string[]): string {
  return EXAMPLE.replace(/^( *)refs:.*$/m, (_, indent) =>
    lines.map((line) => indent + line).join('\n'),
  );
}

describe('conditions that hold for no job together', () => {
  test.each([
    [
      ['refs: [refs/heads/main]', 'events: [merge_group]'],
      'refs',
      'refs/heads/gh-readonly-queue/**',
    ],
    [
      ['refs: ["refs/tags/v*"]', 'events: [schedule, pull_request_target]'],
      'refs',
      'refs/heads/**',
    ],
    [['refs: [refs/heads/main]', 'events: [release]'], 'refs', 'refs/tags/**'],
    [['refs: ["refs/pull/*/merge"]', 'events: [push]'], 'refs', 'refs/tags/**'],
    [['refs: ["refs/pull/*/merge"]', 'events: [workflow_run]'], 'refs', 'refs/heads/**'],
    [['base_refs: [main]', 'events: [push, merge_group]'], 'base_refs', 'add pull_request'],
  ])('%j', (lines, member, remedy) => {
    const faults = faultsOf(withLines(...lines));
    expect(faults).toEqual([expect.stringContaining(`${RELATIONSHIP}.${member}: can never hold`)]);
    expect(faults[0]).toContain(remedy);
  });

  test.each([
    [['refs: [refs/heads/main]', 'events: [push, merge_group]']],
    [['refs: [refs/heads/gh-readonly-queue/main/*]', 'events: [merge_group]']],
    [['refs: ["refs/heads/*", "refs/tags/v*"]', 'events: [release]']],
    // Once it is closed.
    [['refs: [refs/heads/main]', 'events: [pull_request]']],
    [['refs: ["**"]', 'events: [schedule]']],
    [['base_refs: [main]', 'events: [pull_request, push]']],
    [['base_refs: [main]', 'refs: ["refs/pull/*/merge"]']],
    [['refs: [refs/heads/main]', 'events: [made_up_tomorrow]']],
  ])('%j may hold', (lines) => {
    expect(faultsOf(withLines(...lines))).toEqual([]);
  });
});

test.each(['organization', 'project'])(
  'a name of an %s that looks like an id is refused',
  (kind) => {
    const name = kind === 'organization' ? 'acme' : 'web';
    const text = EXAMPLE.replace(`name: ${name}`, 'name: 01a209b1-dca3-714d-b524-232afac1fb50');
    expect(faultsOf(text)).toEqual([expect.stringContaining('looks like an id')]);
  },
);
