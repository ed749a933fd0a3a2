import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { documents } from './arbitraries.ts';
import { EXAMPLE, entry, GITHUB, policy } from './examples.ts';
import { parsePolicy, printPolicy } from './policy-file.ts';

test('the example says what it shows', () => {
  expect(parsePolicy(EXAMPLE)).toEqual(policy(entry()));
});

test('the policy of the README can be applied as it stands', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, yaml = ''] = /^ {3}```yaml\n( {3}issuers:[\s\S]*?)^ {3}```$/m.exec(readme) ?? [];
  expect(parsePolicy(yaml.replaceAll(/^ {3}/gm, ''))).toEqual(policy(entry()));
});

describe('defaults and spellings', () => {
  const one = (fields: string, issuers = `[{url: ${GITHUB}, provider: github}]`) => {
    const yaml = `issuers: ${issuers}
organizations: [{name: acme, projects: [{name: web, trust_relationships: [{repository: acme/web, permissions: [pull], ${fields}}]}]}]`;
    return parsePolicy(yaml).organizations[0]?.projects[0]?.trustRelationships[0];
  };

  test('everything that may be left out', () => {
    expect(one('')).toEqual({
      issuer: GITHUB,
      repository: 'acme/web',
      repositoryId: null,
      repositoryOwnerId: null,
      conditions: {
        refs: null,
        baseRefs: null,
        environments: null,
        events: null,
        workflows: null,
        reusableWorkflows: null,
      },
      permissions: ['pull'],
      maxLifetime: null,
      mode: 'enforce',
      description: null,
      expiresAt: null,
    });
  });

  test.each([
    ['45m', 2700],
    ['3600', 3600],
    ['"3600"', 3600],
    ['1d', 86_400],
  ])('max_lifetime: %s', (text, seconds) => {
    expect(one(`max_lifetime: ${text}`)?.maxLifetime).toBe(seconds);
  });

  test.each([
    ['2027-01-31', Date.UTC(2027, 0, 31)],
    ['2027-01-31T18:00:00Z', Date.UTC(2027, 0, 31, 18)],
    ['2027-01-31T18:00:00.900+02:00', Date.UTC(2027, 0, 31, 16)],
  ])('expires_at: %s', (text, milliseconds) => {
    expect(one(`expires_at: ${text}`)?.expiresAt).toBe(milliseconds / 1000);
  });

  test('with several issuers each relationship names its own', () => {
    const other = 'https://ghes.example.com/_services/token';
    const issuers = `[{url: ${GITHUB}, provider: github}, {url: ${other}, provider: github}]`;
    expect(one(`issuer: ${other}`, issuers)?.issuer).toBe(other);
  });

  test('permissions come in their one order and users in lower case', () => {
    const yaml = EXAMPLE.replace('[build, push, pull]', '[pull, build, pull]').replace(
      'ada@',
      'Ada@',
    );
    const [acme] = parsePolicy(yaml).organizations;
    expect(acme?.projects[0]?.trustRelationships[0]?.permissions).toEqual(['build', 'pull']);
    expect(acme?.members[0]?.user).toBe('ada@example.com');
  });

  test('aliases repeat what is written once', () => {
    const yaml = EXAMPLE.replace('refs: [', 'refs: &released [').concat(
      `          - repository: acme/api
            refs: *released
            permissions: [pull]
`,
    );
    const refs = parsePolicy(yaml).organizations[0]?.projects[0]?.trustRelationships.map(
      ({ conditions }) => conditions.refs,
    );
    expect(refs).toEqual([entry().conditions.refs, entry().conditions.refs]);
  });
});

test('printing and parsing any document gives the same document', () => {
  fc.assert(
    fc.property(documents, (document) => {
      expect(parsePolicy(printPolicy(document))).toEqual(document);
    }),
    { numRuns: 150 },
  );
});

test('a printed document reads as a person would write it', () => {
  expect(printPolicy(policy(entry({ expiresAt: 1_800_000_000, mode: 'audit' })))).toBe(`issuers:
  - url: ${GITHUB}
    provider: github
organizations:
  - name: acme
    members:
      - {user: ada@example.com, role: admin}
    projects:
      - name: web
        trust_relationships:
          - repository: acme/web
            repository_id: "260064828"
            repository_owner_id: "1342004"
            refs: [refs/heads/main, refs/tags/v*]
            permissions: [build, push, pull]
            max_lifetime: 2h
            mode: audit
            expires_at: 2027-01-15T08:00:00Z
`);
});
