import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import type { Rules } from '../../trust/compare-decisions.ts';
import { foldCase, sameName } from '../../trust/glob.ts';
import type { TrustRelationship } from '../../trust/relationship.ts';

/** One trust relationship without a change and with it; null: there is none. */
export interface RelationshipDifference {
  before: RelationshipRecord | null;
  after: RelationshipRecord | null;
}

/** Every repository that is named before or after, once. */
export function repositoriesOf(differences: readonly RelationshipDifference[]): string[] {
  const named = recordsOf(differences).map(({ repository }) => repository);
  return [...new Map(named.map((name) => [foldCase(name), name])).values()];
}

/**
 * What an exchange finds for a job of this repository, among what is stored of an organization, and what it
 * would find. An issuer that is switched off has no relationships for it.
 */
export function rulesAround(
  stored: readonly RelationshipRecord[],
  differences: readonly RelationshipDifference[],
  repository: string,
  issuer: { url: string; enabledBefore: boolean; enabledAfter: boolean },
): Rules {
  const hasSay = (one: RelationshipRecord) =>
    one.issuer === issuer.url && sameName(one.repository, repository);
  const gone = new Set(differences.map(({ before }) => before?.id));
  const naming = stored.filter(hasSay);
  const kept = naming.filter(({ id }) => !gone.has(id));
  const added = differences.flatMap(({ after }) => after ?? []).filter(hasSay);
  return {
    before: issuer.enabledBefore ? naming.map(asFound) : [],
    after: issuer.enabledAfter ? [...kept, ...added].map(asFound) : [],
    differing: recordsOf(differences).filter(hasSay).map(asFound),
  };
}

function recordsOf(differences: readonly RelationshipDifference[]): RelationshipRecord[] {
  return differences.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
}

/** Only what is issued keeps the generation. */
function asFound(record: RelationshipRecord): TrustRelationship {
  return { ...record, generation: 0 };
}
