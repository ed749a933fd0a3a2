import { describe, expect, test } from '@jest/globals';
import { planPolicy } from '../../../src/exchange/policy/diff.ts';
import type { PolicyDocument, RegistryEntry } from '../../../src/exchange/policy/document.ts';
import { describePlan, parsePolicy, printPolicy } from './policy-file.ts';

const NAME = 'registry.example.com';
const own = { name: NAME, hosts: [NAME] };
const moved = { name: NAME, hosts: [NAME, 'localhost:5000'] };

function withRegistries(...registries: RegistryEntry[]): PolicyDocument {
  return { issuers: [], users: [], organizations: [], registries };
}

const silent: PolicyDocument = { issuers: [], users: [], organizations: [] };

function planned(before: PolicyDocument, after: PolicyDocument, prune = false) {
  const plan = planPolicy(before, after, { prune });
  return describePlan(plan, { requirePins: false, maxLifetime: 21_600 });
}

test('one is added, changed and removed', () => {
  expect(planned(silent, withRegistries(own))).toEqual([
    `+ registry ${NAME}`,
    `    hosts: ${NAME}`,
  ]);
  expect(planned(withRegistries(own), withRegistries(moved))).toEqual([
    `~ registry ${NAME}`,
    `    hosts: ${NAME} -> ${NAME}, localhost:5000`,
  ]);
  expect(planned(withRegistries(own), withRegistries(), true)).toEqual([
    `- registry ${NAME}`,
    '  ! tokens_end: Nobody logs in to it any more; registry tokens end within five minutes.',
  ]);
});

test('one that is not in the list is kept unless it is pruned', () => {
  expect(planned(withRegistries(own), withRegistries())).toEqual([
    'Stored, not in the document, and kept (--prune removes it):',
    `    registry ${NAME}`,
  ]);
});

test('a document that says nothing of registries removes none, not even with --prune', () => {
  expect(planned(withRegistries(own), silent, true)).toEqual([]);
});

describe('in the file', () => {
  const yaml = (registries: string) =>
    `issuers: []\norganizations: []\nregistries: [${registries}]\n`;

  test('they are as the export prints them', () => {
    const printed = printPolicy(withRegistries(moved));
    expect(printed).toContain(
      `registries:\n  - name: ${NAME}\n    hosts: [${NAME}, localhost:5000]\n`,
    );
    expect(parsePolicy(printed).registries).toEqual([moved]);
    expect(printPolicy(silent)).not.toContain('registries');
  });

  test.each([
    [`{name: ${NAME}}`, 'registries[0].hosts: missing; add it'],
    [`{name: ${NAME}, hosts: []}`, 'empty list'],
    [`{name: ${NAME}, hosts: ["https://${NAME}"]}`, 'is a URL; write the host'],
    [`{name: ${NAME}, hosts: [a.b, a.b]}`, 'is named twice; drop one'],
    ['{name: my registry, hosts: [a.b]}', 'is not a valid name of a registry'],
    ['{name: 01a209b1-dca3-714d-b524-232afac1fb50, hosts: [a.b]}', 'looks like an id'],
    [`{name: ${NAME}, hosts: [a.b]}, {name: ${NAME}, hosts: [c.d]}`, 'occurs twice'],
    [`{name: ${NAME}, host: a.b}`, 'did you mean hosts?'],
  ])('%s cannot be applied', (registries, fault) => {
    expect(() => parsePolicy(yaml(registries))).toThrow(fault);
  });
});
