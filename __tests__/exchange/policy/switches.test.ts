import { describe, expect, test } from '@jest/globals';
import { planPolicy } from '../../../src/exchange/policy/diff.ts';
import type { PolicyDocument } from '../../../src/exchange/policy/document.ts';
import { entry, GITHUB, policy } from './examples.ts';
import { describePlan, parsePolicy, printPolicy } from './policy-file.ts';

interface Switches {
  enabled?: boolean;
  oidcOnly?: boolean;
  users?: PolicyDocument['users'];
}

/** The example, with what is said of its switches. */
function withSwitches({ enabled, oidcOnly, users = [] }: Switches): PolicyDocument {
  const document = policy(entry({ id: 'rel-1' }));
  return {
    issuers: document.issuers.map((issuer) => ({
      ...issuer,
      ...(enabled !== undefined && { enabled }),
    })),
    users,
    organizations: document.organizations.map((organization) => ({
      ...organization,
      projects: organization.projects.map((project) => ({
        ...project,
        ...(oidcOnly !== undefined && { oidcOnly }),
      })),
    })),
  };
}

const ada = { user: 'ada@example.com' };
const AT_REST = withSwitches({
  enabled: true,
  oidcOnly: false,
  users: [{ ...ada, operator: false, disabled: false }],
});
const SWITCHED = withSwitches({
  enabled: false,
  oidcOnly: true,
  users: [{ ...ada, operator: true, disabled: true }],
});

const lines = (before: PolicyDocument, after: PolicyDocument) =>
  describePlan(planPolicy(before, after, { prune: true }), {});

describe('what a document does not say of a switch', () => {
  test.each([
    ['at rest', AT_REST],
    ['switched', SWITCHED],
  ])('stays as it is, %s: a nightly apply enables no issuer', (_, stored) => {
    expect(lines(stored, withSwitches({}))).toEqual([]);
  });

  test('is left out of what is printed, if it stands as in a new entry', () => {
    expect(printPolicy(AT_REST)).not.toMatch(/enabled|oidc_only|users|operator|disabled/);
    const printed = printPolicy(SWITCHED);
    expect(printed).toContain('    enabled: false\n');
    expect(printed).toContain('  - {user: ada@example.com, operator: true, disabled: true}\n');
    expect(printed).toContain('        oidc_only: true\n');
    expect(lines(SWITCHED, parsePolicy(printed))).toEqual([]);
  });
});

describe('a plan for a person to review', () => {
  test('has each switch with what it was, and says which tokens end', () => {
    expect(lines(AT_REST, SWITCHED)).toEqual([
      `~ issuer ${GITHUB} (github)`,
      '    enabled: true -> false',
      '  ! tokens_end: Build tokens that were issued to its jobs end at once.',
      '~ user ada@example.com',
      '    operator: false -> true',
      '    disabled: false -> true',
      '  ! tokens_end: Their access tokens work no more until they are enabled again.',
      '~ project acme/web',
      '    oidc_only: false -> true',
      '  ! tokens_end: Project tokens and user access tokens are refused from then on.',
    ]);
  });

  test('says nothing of tokens that come back', () => {
    const switchedBack = lines(SWITCHED, AT_REST);
    expect(switchedBack).toContain('    enabled: false -> true');
    expect(switchedBack.join()).not.toContain('!');
  });

  test('shows switches of what is new, and ends no tokens by them', () => {
    const empty: PolicyDocument = { issuers: [], users: [], organizations: [] };
    const created = lines(empty, SWITCHED);
    expect(created.slice(0, 5)).toEqual([
      `+ issuer ${GITHUB} (github)`,
      '    enabled: false',
      '+ user ada@example.com',
      '    operator: true',
      '    disabled: true',
    ]);
    expect(created).toContain('    oidc_only: true');
    expect(created.join()).not.toContain('tokens_end');
  });

  test('says that tokens end with the relationship, project, membership and issuer', () => {
    const nothing = { ...AT_REST, issuers: [], organizations: [] };
    expect(lines(AT_REST, nothing).filter((line) => !line.startsWith('    '))).toEqual([
      '- trust relationship of project acme/web with repository acme/web',
      '  ! tokens_end: Build tokens that were issued under it end at once.',
      '- project acme/web',
      '  ! tokens_end: Every token for it ends at once.',
      '- member ada@example.com of acme (admin)',
      '  ! tokens_end: Their access tokens open nothing of acme any more.',
      '- organization acme',
      `- issuer ${GITHUB} (github)`,
      '  ! tokens_end: Build tokens that were issued to its jobs end at once.',
    ]);
  });
});

test('users are never removed, whatever is pruned', () => {
  expect(planPolicy(SWITCHED, withSwitches({}), { prune: true })).toEqual({
    changes: [],
    kept: [],
  });
});

test('one switch that changes takes no other with it', () => {
  const wanted = withSwitches({ users: [{ ...ada, operator: true }] });
  const { changes } = planPolicy(AT_REST, wanted, { prune: true });
  expect(changes).toEqual([
    { kind: 'user', action: 'update', entry: { user: 'ada@example.com', operator: true } },
  ]);
});

describe('users in the file', () => {
  const withUsers = (users: string) => `issuers: []\nusers: [${users}]\norganizations: []\n`;

  test('are known by their e-mail address in any case', () => {
    expect(parsePolicy(withUsers('{user: Ada@Example.com, operator: true}')).users).toEqual([
      { user: 'ada@example.com', operator: true },
    ]);
  });

  test.each([
    ['{user: ada@example.com}', 'says nothing about the user; set operator or disabled'],
    ['{user: ada, operator: true}', 'is not a valid e-mail address'],
    ['{user: ada@example.com, operator: yes}', '"yes" is neither true nor false'],
    ['{user: ada@example.com, operators: true}', 'did you mean operator?'],
    [
      '{user: a@b, operator: true}, {user: A@b, disabled: true}',
      '"A@b" occurs twice; merge the two',
    ],
  ])('%s cannot be applied', (users, fault) => {
    expect(() => parsePolicy(withUsers(users))).toThrow(fault);
  });
});
