import fc from 'fast-check';
import type { Records } from '../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import type { RelationshipTerms } from '../../../src/exchange/trust/relationship.ts';
import { PERMISSIONS } from '../../../src/protocol/permissions.ts';

/** Whatever administrators may do that concerns who is granted what. */
export interface RelationshipChange {
  name: keyof typeof CHANGES;
  /** Picks the project or the rule that it is about. */
  which: number;
  rule: RelationshipTerms;
}

export const REPOSITORIES = ['acme/web', 'acme/web', 'acme/api'];

/** The run that is revoked, if one is. */
export const REVOKED_RUN = '2';

const LONG_AGO = 1;
const LONG_AHEAD = 9_000_000_000;
const ALL = { after: null, limit: 1000 };

const rule: fc.Arbitrary<RelationshipTerms> = fc.record({
  repository: fc.constantFrom(...REPOSITORIES),
  repositoryId: fc.constantFrom(null, '1', '1'),
  repositoryOwnerId: fc.constant('1342004'),
  conditions: fc.record({
    refs: fc.constantFrom(null, null, null, ['refs/tags/*']),
    baseRefs: fc.constant(null),
    environments: fc.constant(null),
    events: fc.constant(null),
    workflows: fc.constant(null),
    reusableWorkflows: fc.constant(null),
  }),
  permissions: fc.subarray([...PERMISSIONS], { minLength: 1 }),
  maxLifetime: fc.constantFrom(null, 600, 1200),
  mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'audit'),
  description: fc.constant(null),
  expiresAt: fc.constantFrom(null, null, null, LONG_AHEAD, LONG_AGO),
});

/** What there is, as seen from within the transaction that changes it. */
async function lookAround(records: Records, issuerUrl: string, which: number) {
  const issuer = await records.issuers.findByUrl(issuerUrl);
  const acme = await records.organizations.findByName('acme');
  const projects = acme ? await records.projects.list(acme.id, ALL) : [];
  const project = projects[which % projects.length];
  if (!issuer || !project) throw new Error('the issuer or the project is missing');
  const rules = [];
  for (const { id } of projects) rules.push(...(await records.relationships.list(id, ALL)));
  return { ...records, issuer, project, stored: rules[which % rules.length] };
}

type Around = Awaited<ReturnType<typeof lookAround>>;

const CHANGES = {
  'a rule is made': makeRule,
  'a rule is changed': async ({ relationships, stored }: Around, to: RelationshipTerms) => {
    if (stored) await relationships.update(stored.id, { ...stored, ...to });
  },
  'a rule is removed': async ({ relationships, stored }: Around) => {
    if (stored) await relationships.remove(stored.id);
  },
  'a project is renamed': async ({ projects, project }: Around) => {
    const { id, name, oidcOnly } = project;
    const other = name.endsWith('-2') ? name.slice(0, -2) : `${name}-2`;
    await projects.update(id, { name: other, oidcOnly });
  },
  'a project is removed and made anew': async (around: Around, to: RelationshipTerms) => {
    const project = { ...around.project, id: systemRandom.id() };
    await around.projects.remove(around.project.id);
    await around.projects.insert(project);
    await makeRule({ ...around, project }, to);
  },
  'the issuer is switched, more often on than off': async (
    { issuers, issuer }: Around,
    { mode }: RelationshipTerms,
  ) => await issuers.setEnabled(issuer.id, mode === 'enforce'),
  'the issuer is removed and made anew': async (around: Around, to: RelationshipTerms) => {
    const issuer = { ...around.issuer, id: systemRandom.id(), enabled: true };
    await around.issuers.remove(around.issuer.id);
    await around.issuers.insert(issuer);
    await makeRule({ ...around, issuer }, to);
  },
  "the issuer's tokens are revoked": async ({ revocations, issuer }: Around) =>
    await revocations.revokeIssuer(issuer.id),
  "a project's tokens are revoked": async ({ revocations, project }: Around) =>
    await revocations.revokeProject(project.id, LONG_AGO, false),
  "a rule's tokens are revoked": async ({ revocations, stored }: Around) => {
    if (stored) await revocations.revokeRelationship(stored.id);
  },
  'a run is revoked': async ({ revocations, issuer, project }: Around) =>
    await revocations.revokeRun(
      { issuer: issuer.url, runId: REVOKED_RUN, projectId: project.id },
      LONG_AHEAD,
    ),
};

async function makeRule({ relationships, issuer, project }: Around, made: RelationshipTerms) {
  await relationships.insert({
    ...made,
    id: systemRandom.id(),
    issuerId: issuer.id,
    projectId: project.id,
    createdBy: 'operator',
    createdAt: LONG_AGO,
  });
}

export const ruleChange: fc.Arbitrary<RelationshipChange> = fc.record({
  name: fc.oneof(
    fc.constantFrom<RelationshipChange['name'][]>('a rule is made', 'a rule is changed'),
    fc.constantFrom(...(Object.keys(CHANGES) as RelationshipChange['name'][])),
  ),
  which: fc.nat(),
  rule,
});

/** From here everything begins: one rule, by which jobs of acme/web get something. */
export const BEGINNING: RelationshipChange = {
  name: 'the issuer is removed and made anew',
  which: 0,
  rule: {
    repository: 'acme/web',
    repositoryId: '1',
    repositoryOwnerId: '1342004',
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
  },
};

export async function carryOut(
  records: Records,
  issuerUrl: string,
  { name, which, rule: to }: RelationshipChange,
): Promise<void> {
  await CHANGES[name](await lookAround(records, issuerUrl, which), to);
}
