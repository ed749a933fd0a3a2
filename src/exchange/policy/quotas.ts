/**
 * How much one organization may take up, so that it costs others nothing: generous, and the same for
 * everybody, because what a setting raises is raised for strangers as well. Only growth is refused: what is
 * there already goes on, and can be made smaller. docs/quotas.md has the table.
 */

import type { ProjectPath } from '../../protocol/projects.ts';
import { foldCase } from '../trust/glob.ts';
import type { Conditions, RelationshipTerms } from '../trust/relationship.ts';

interface Quota {
  limit: number;
  /** What is counted, to be put between a number and the name of the place. */
  of: string;
  /** How to make room. */
  remedy: string;
}

const DELETE = 'delete those that are no longer needed';
const REVOKE = 'revoke those that are no longer needed, expired ones too';
const SHORTEN =
  'shorten their lists; one glob, such as refs/heads/release/**, stands for many refs';

const MEBIBYTE = 1024 * 1024;

export const QUOTAS = {
  // A hundred refs, the most that a list may have, of eighty characters. An audit event of a change has all
  // of it twice.
  conditions: {
    limit: 8 * 1024,
    of: 'bytes of conditions in the trust relationship with repository',
    remedy: SHORTEN,
  },
  // As much as one exchange can cost: a job that names no project is held against all of these, one that
  // names a project against its part. There is room for a monorepo with a thousand projects.
  repositoryRelationships: {
    limit: 1000,
    of: 'trust relationships with repository',
    remedy: DELETE,
  },
  repositoryConditions: {
    limit: MEBIBYTE / 4,
    of: 'bytes of conditions in the trust relationships with repository',
    remedy: SHORTEN,
  },
  // A base image that ten thousand repositories pull.
  projectRelationships: {
    limit: 10_000,
    of: 'trust relationships in project',
    remedy: DELETE,
  },
  projectConditions: {
    limit: 8 * MEBIBYTE,
    of: 'bytes of conditions in the trust relationships of project',
    remedy: SHORTEN,
  },
  // They are counted whenever one is added, while everybody's commits wait (docs/decisions/0012-quotas.md).
  organizationRelationships: {
    limit: 20_000,
    of: 'trust relationships in organization',
    remedy: DELETE,
  },
  organizationConditions: {
    limit: 16 * MEBIBYTE,
    of: 'bytes of conditions in the trust relationships of organization',
    remedy: SHORTEN,
  },
  projects: { limit: 10_000, of: 'projects in organization', remedy: DELETE },
  members: {
    limit: 10_000,
    of: 'members in organization',
    remedy: 'remove those who have left, or withdraw invitations',
  },
  // Expired ones count until they are revoked, so that nobody counts through what years have left behind.
  projectTokens: { limit: 1000, of: 'project tokens of project', remedy: REVOKE },
  userTokens: { limit: 1000, of: 'user access tokens of', remedy: REVOKE },
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;

/** A quota that a change would go beyond. */
export interface Excess {
  quota: QuotaName;
  /** Name of what it is the quota of. */
  place: string;
  /** What there would be. */
  amount: number;
}

/** None where it shrinks or stays: what is beyond a quota already must not be stuck there. */
export function excess(quota: QuotaName, place: string, before: number, amount: number): Excess[] {
  return amount > QUOTAS[quota].limit && amount > before ? [{ quota, place, amount }] : [];
}

/** As the end of a sentence, and what to do: `would make 1,001 …, and 1,000 are allowed; delete …`. */
export function excessText({ quota, place, amount }: Excess): string {
  const { limit, of, remedy } = QUOTAS[quota];
  return `would make ${grouped(amount)} ${of} ${place}, and ${grouped(limit)} are allowed; ${remedy}`;
}

function grouped(amount: number): string {
  return amount.toLocaleString('en');
}

/** What takes up room in a place. */
export interface Holding<Name extends QuotaName = QuotaName> {
  quota: Name;
  place: string;
  amount: number;
}

type PlacedRelationship = Pick<RelationshipTerms, 'repository' | 'conditions'> & {
  project: ProjectPath;
};

type RelationshipQuota =
  `${'repository' | 'project' | 'organization'}${'Relationships' | 'Conditions'}`;

/** What one relationship takes up in each of the places that have a quota for all of theirs. */
export function holdingsOf({
  repository,
  conditions,
  project,
}: PlacedRelationship): Holding<RelationshipQuota>[] {
  const [organization = ''] = project.split('/');
  const weight = weightOf(conditions);
  const named = `${foldCase(repository)} in organization ${organization}`;
  return [
    { quota: 'repositoryRelationships', place: named, amount: 1 },
    { quota: 'repositoryConditions', place: named, amount: weight },
    { quota: 'projectRelationships', place: project, amount: 1 },
    { quota: 'projectConditions', place: project, amount: weight },
    { quota: 'organizationRelationships', place: organization, amount: 1 },
    { quota: 'organizationConditions', place: organization, amount: weight },
  ];
}

/** Bytes of the lists that are set: a relationship that is older than a condition must not seem to grow by it. */
export function weightOf(conditions: Conditions): number {
  const lists = Object.values(conditions).filter((list) => list !== null);
  return Buffer.byteLength(JSON.stringify(lists));
}

/** How much there is in the places of one relationship, for each quota that they have. */
export type RelationshipUsage = Record<RelationshipQuota, number>;

/** Quotas that one relationship would go beyond. `before`: as it is stored and part of `usage`. */
export function relationshipExcess(
  usage: RelationshipUsage,
  before: PlacedRelationship | null,
  after: PlacedRelationship,
): Excess[] {
  const held = before ? holdingsOf(before) : [];
  const amountHeld = ({ quota, place }: Holding) =>
    held.find((one) => one.quota === quota && one.place === place)?.amount ?? 0;
  return [
    ...conditionsExcess(before, after),
    ...holdingsOf(after).flatMap((holding) => {
      const { quota, place, amount } = holding;
      return excess(quota, place, usage[quota], usage[quota] + amount - amountHeld(holding));
    }),
  ];
}

/** Of the relationship itself. */
export function conditionsExcess(
  before: Pick<RelationshipTerms, 'conditions'> | null,
  { repository, conditions }: Pick<RelationshipTerms, 'repository' | 'conditions'>,
): Excess[] {
  const weightBefore = before ? weightOf(before.conditions) : 0;
  return excess('conditions', repository, weightBefore, weightOf(conditions));
}
