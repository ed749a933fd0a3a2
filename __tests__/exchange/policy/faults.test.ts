import { describe, expect, test } from '@jest/globals';
import { EXAMPLE, GITHUB } from './examples.ts';
import { faultsOf } from './faults.ts';

const RELATIONSHIP = 'organizations[0].projects[0].trust_relationships[0]';

test('the example itself has no fault', () => {
  expect(faultsOf(EXAMPLE)).toEqual([]);
});

describe('a fault names line, column, path and remedy', () => {
  test('deep in a list', () => {
    const yaml = EXAMPLE.replace('"refs/tags/v*"', 'main');
    expect(faultsOf(yaml)).toEqual([
      `14:37: ${RELATIONSHIP}.refs[1]: "main" can match no git ref; write refs/heads/main for a branch, refs/tags/main for a tag`,
    ]);
  });

  test('an unknown key, with the one that was meant', () => {
    expect(faultsOf(EXAMPLE.replace('repository_id', 'repository-id'))).toEqual([
      `12:13: ${RELATIONSHIP}.repository-id: unknown key; did you mean repository_id?`,
    ]);
    expect(faultsOf(EXAMPLE.replace('name: acme', 'title: acme'))).toEqual([
      '5:5: organizations[0].name: missing; add it',
      '5:5: organizations[0].title: unknown key; known here: name, members, projects',
    ]);
  });

  test('an id without quotes, which would lose digits', () => {
    const [fault] = faultsOf(EXAMPLE.replace('"260064828"', '9007199254740993'));
    expect(fault).toBe(
      `12:28: ${RELATIONSHIP}.repository_id: 9007199254740993 is a number in YAML; put it in quotes: "9007199254740993"`,
    );
  });

  test('behind an alias, where the anchor stands', () => {
    const yaml = EXAMPLE.replace('refs: [refs/heads/main,', 'refs: &r [main,').concat(
      '          - { repository: acme/api, refs: *r, permissions: [pull] }\n',
    );
    expect(faultsOf(yaml).map((fault) => fault.split(': ', 2).join(': '))).toEqual([
      `14:23: ${RELATIONSHIP}.refs[0]`,
      '14:23: organizations[0].projects[0].trust_relationships[1].refs[0]',
    ]);
  });
});

test('all faults come at once, in the order of the lines', () => {
  const yaml = `issuers:
  - url: ${GITHUB}/
    provider: gihub
organisations: []
organizations:
  - name: Acme
    members:
      - { user: ada, role: owner }
      - { user: bob@example.com, role: admin }
      - { user: BOB@example.com, role: admin }
    projects:
      - name: web
        trust_relationships:
          - repository: https://github.com/acme/web
            issuer: https://ci.example.com
            permissions: [psuh]
            refs:
      - name: web
`;
  const faults = faultsOf(yaml).map((fault) => fault.split(': ').slice(0, 2).join(': '));
  expect(faults).toEqual([
    '2:10: issuers[0].url',
    '3:15: issuers[0].provider',
    '4:1: organisations',
    '6:11: organizations[0].name',
    '8:17: organizations[0].members[0].user',
    '8:28: organizations[0].members[0].role',
    '10:17: organizations[0].members[2].user',
    `14:25: ${RELATIONSHIP}.repository`,
    `15:21: ${RELATIONSHIP}.issuer`,
    `16:27: ${RELATIONSHIP}.permissions[0]`,
    `17:18: ${RELATIONSHIP}.refs`,
    '18:15: organizations[0].projects[1].name',
  ]);
});
