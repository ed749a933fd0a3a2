import { isDeepStrictEqual } from 'node:util';
import { foldCase } from '../trust/glob.ts';
import { isUnpinned } from '../trust/match.ts';
import type { RelationshipEntry } from './document.ts';

export interface RelationshipChange {
  action: 'create' | 'update' | 'remove';
  before: RelationshipEntry | null;
  after: RelationshipEntry | null;
}

type SameEnough = (stored: RelationshipEntry, wanted: RelationshipEntry) => boolean;

/**
 * Which stored relationship each wanted one is, although the YAML carries no ids: the one that says
 * the same, or else the next one of the same repository, which is then updated in place. If it were
 * removed or kept instead, tightening a condition would leave the looser relationship in force. Ids come
 * before order: pins must not go to a relationship that names other ids, and leave their own without any.
 */
export function planRelationships(
  stored: readonly RelationshipEntry[],
  wanted: readonly RelationshipEntry[],
): RelationshipChange[] {
  const partners = new Map<RelationshipEntry, RelationshipEntry>();
  const taken = new Set<RelationshipEntry>();
  // None of the passes pairs what names different repositories: a project may have ten thousand of them.
  const byRepository = Map.groupBy(stored, repositoryOf);
  const siblingsOf = (entry: RelationshipEntry) => byRepository.get(repositoryOf(entry)) ?? [];
  const passes: SameEnough[] = [
    saysTheSame,
    saysTheSameWithPins,
    isNamedByIds,
    agreesOnIds,
    isOfTheSameRepository,
  ];
  for (const fits of passes)
    for (const entry of wanted) {
      if (partners.has(entry)) continue;
      const partner = siblingsOf(entry).find(
        (candidate) => !taken.has(candidate) && fits(candidate, entry),
      );
      if (!partner) continue;
      partners.set(entry, partner);
      taken.add(partner);
    }
  const left = stored.filter((entry) => !taken.has(entry));
  return [
    ...wanted.flatMap((entry) => changeOf(partners.get(entry), entry, siblingsOf(entry))),
    ...left.map((before): RelationshipChange => ({ action: 'remove', before, after: null })),
  ];
}

function changeOf(
  before: RelationshipEntry | undefined,
  wanted: RelationshipEntry,
  siblings: readonly RelationshipEntry[],
): RelationshipChange[] {
  if (!before)
    return [{ action: 'create', before: null, after: withPinsOfSiblings(siblings, wanted) }];
  if (saysTheSameWithPins(before, wanted)) return [];
  return [{ action: 'update', before, after: withPinsOf(before, wanted) }];
}

/** Ids that the document leaves out stay as they were pinned. */
function withPinsOf(stored: RelationshipEntry, wanted: RelationshipEntry): RelationshipEntry {
  return {
    ...wanted,
    ...(stored.id !== undefined && { id: stored.id }),
    repositoryId: wanted.repositoryId ?? stored.repositoryId,
    repositoryOwnerId: wanted.repositoryOwnerId ?? stored.repositoryOwnerId,
  };
}

/**
 * A new relationship for a repository that is pinned already means that repository, not whoever has its
 * name at the first use. Rules that are pinned to several leave that open.
 */
function withPinsOfSiblings(
  stored: readonly RelationshipEntry[],
  wanted: RelationshipEntry,
): RelationshipEntry {
  const [pinned, ...others] = stored.filter(
    (entry) => !isUnpinned(entry) && agreesOnIds(entry, wanted),
  );
  if (!pinned || !others.every((other) => agreesOnIds(other, pinned))) return wanted;
  const { repositoryId, repositoryOwnerId } = pinned;
  return { ...wanted, repositoryId, repositoryOwnerId };
}

/** Ids that the document leaves out agree with any. */
function agreesOnIds(stored: RelationshipEntry, wanted: RelationshipEntry): boolean {
  return (
    isOfTheSameRepository(stored, wanted) &&
    [stored.repositoryId, null].includes(wanted.repositoryId) &&
    [stored.repositoryOwnerId, null].includes(wanted.repositoryOwnerId)
  );
}

function isNamedByIds(stored: RelationshipEntry, wanted: RelationshipEntry): boolean {
  return wanted.repositoryId !== null && agreesOnIds(stored, wanted);
}

function isOfTheSameRepository(stored: RelationshipEntry, wanted: RelationshipEntry): boolean {
  return repositoryOf(stored) === repositoryOf(wanted);
}

function repositoryOf({ issuer, repository }: RelationshipEntry): string {
  return `${issuer} ${foldCase(repository)}`;
}

function saysTheSame(stored: RelationshipEntry, wanted: RelationshipEntry): boolean {
  return isDeepStrictEqual(meaning(stored), meaning(wanted));
}

function saysTheSameWithPins(stored: RelationshipEntry, wanted: RelationshipEntry): boolean {
  return saysTheSame(stored, withPinsOf(stored, wanted));
}

/** Lists mean the same in any order, and repository names in any case. */
function meaning(entry: RelationshipEntry) {
  const { id: _, repository, conditions, permissions, ...rest } = entry;
  return {
    ...rest,
    repository: foldCase(repository),
    permissions: new Set(permissions),
    conditions: Object.entries(conditions).map(([name, patterns]) => [
      name,
      patterns && new Set(patterns),
    ]),
  };
}
