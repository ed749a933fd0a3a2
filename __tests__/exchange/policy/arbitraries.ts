import * as fc from 'fast-check';
import { hasInvisible } from '../../../src/exchange/invisible.ts';
import type {
  BuilderEntry,
  PolicyDocument,
  RelationshipEntry,
} from '../../../src/exchange/policy/document.ts';
import { ROLES } from '../../../src/exchange/tokens/roles.ts';
import { MODES } from '../../../src/exchange/trust/relationship.ts';
import { PERMISSIONS, sortPermissions } from '../../../src/protocol/permissions.ts';
import { OTHER_CA, SERVER_CA } from '../builders/builder.ts';

const ISSUERS = [
  'https://token.actions.githubusercontent.com',
  'https://token.actions.githubusercontent.com/acme',
  'https://ghes.example.com/_services/token',
];

/** Few names, so that two documents have some in common. */
const name = fc.constantFrom('a', 'web', 'web-api', '0', 'null', 'true', '1e3', 'y'.repeat(40));
const user = fc.constantFrom('ada@example.com', 'bob@example.com', '0@x', "o'brien@example.com");

const id = fc.option(fc.constantFrom('1', '260064828', '9007199254740993', '10'));
const listOf = (...values: string[]) =>
  fc.option(fc.subarray(values, { minLength: 1 }), { freq: 2 });

function relationship(issuers: string[]): fc.Arbitrary<RelationshipEntry> {
  return fc.record({
    issuer: fc.constantFrom(...issuers),
    repository: fc.constantFrom('acme/web', 'acme/web.js', 'a_b/-x'),
    repositoryId: id,
    repositoryOwnerId: id,
    conditions: fc.record({
      refs: listOf('refs/heads/main', '**', 'refs/tags/v*', 'refs/heads/a#b', "refs/heads/it's"),
      baseRefs: listOf('main', 'release/*', '**'),
      environments: listOf('production', 'yes', '12', '# not a comment', 'a: b', '- c', '"q"'),
      // Whatever the refs are, some job may show one of them.
      events: fc.constantFrom(null, ['push', 'pull_request'], ['null', 'pull_request', 'push']),
      workflows: listOf('.github/workflows/release.yml', '*/workflows/*'),
      reusableWorkflows: listOf(
        'acme/w/.github/workflows/b.yml@refs/tags/v*',
        '*/*/.github/workflows/*@**',
      ),
    }),
    permissions: fc
      .subarray([...PERMISSIONS], { minLength: 1 })
      .map((chosen) => sortPermissions(chosen)),
    maxLifetime: fc.option(fc.integer({ min: 60, max: 400_000_000 })),
    mode: fc.constantFrom(...MODES),
    description: fc.option(
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
        .filter((text) => text.trim() !== '' && !hasInvisible(text)),
    ),
    expiresAt: fc.option(fc.integer({ min: 0, max: 253_402_300_799 })),
  });
}

const registry = fc.record({
  name: fc.constantFrom('registry.example.com', 'Office', '0', 'null', 'a:b', '1e3'),
  hosts: fc.subarray(['registry.example.com', 'localhost:5000', '[::1]:5000', '192.0.2.1'], {
    minLength: 1,
  }),
});

const builder = fc.record(
  {
    endpoint: fc.constantFrom('tcp://builder.example.com:1234', 'tcp://[::1]:1', 'tcp://null:80'),
    serverName: fc.constantFrom('builder.example.com', '::1', '1e3', 'null', '10.0.0.7'),
    serverCa: fc.constantFrom(SERVER_CA, OTHER_CA, SERVER_CA + OTHER_CA),
  },
  { noNullPrototype: true },
);

/** Each may also be left out. */
interface Switches {
  enabled: fc.Arbitrary<boolean>;
  others: fc.Arbitrary<boolean>;
  builder: fc.Arbitrary<BuilderEntry | null>;
}

function documentsWith({ enabled, others, builder }: Switches): fc.Arbitrary<PolicyDocument> {
  const special = fc
    .record({ user, operator: others, disabled: others }, { requiredKeys: ['user'] })
    .filter(({ operator, disabled }) => operator !== undefined || disabled !== undefined);
  const member = fc.record({ user, role: fc.constantFrom(...ROLES) });
  return fc.subarray(ISSUERS, { minLength: 1 }).chain((issuers) => {
    const issuer = (url: string) =>
      fc.record(
        { url: fc.constant(url), provider: fc.constant('github' as const), enabled },
        { requiredKeys: ['url', 'provider'] },
      );
    const project = fc.record(
      {
        name,
        oidcOnly: others,
        builder,
        trustRelationships: fc.array(relationship(issuers), { maxLength: 3 }),
      },
      { requiredKeys: ['name', 'trustRelationships'] },
    );
    const organization = fc.record({
      name,
      members: fc.uniqueArray(member, { selector: (each) => each.user, maxLength: 3 }),
      projects: fc.uniqueArray(project, { selector: (each) => each.name, maxLength: 3 }),
    });
    const registries = { selector: (each: { name: string }) => each.name, minLength: 1 };
    return fc.record(
      {
        issuers: fc.tuple(...issuers.map(issuer)),
        users: fc.uniqueArray(special, { selector: (each) => each.user, maxLength: 3 }),
        organizations: fc.uniqueArray(organization, {
          selector: (each) => each.name,
          maxLength: 3,
        }),
        registries: fc.uniqueArray(registry, registries),
      },
      { requiredKeys: ['issuers', 'users', 'organizations'] },
    );
  });
}

/** Any document as it is exported: without switches that stand as in a new entry. */
export const documents = documentsWith({
  enabled: fc.constant(false),
  others: fc.constant(true),
  builder,
});

/** Any document that may be applied. */
export const wantedDocuments = documentsWith({
  enabled: fc.boolean(),
  others: fc.boolean(),
  builder: fc.option(builder),
});
