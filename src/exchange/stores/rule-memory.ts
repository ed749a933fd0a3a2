import type { ProjectPath } from '../../protocol/projects.ts';
import type { Issuer } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { TrustRelationship } from '../trust/relationship.ts';
import type { ExchangeStore, Rules } from './ports/exchanges.ts';

/** Of relationships and what their conditions list: at most about 30 MB, whatever administrators write. */
const MAX_WEIGHT = 10_000;

type Finders = Omit<Rules, 'asOf'>;

export interface RuleMemory extends Pick<ExchangeStore, 'recallRules'> {
  /** The same finders, but what they find is remembered. */
  remembering(finders: Finders): Finders;
  /** After a change by this process. */
  forget(): void;
  /** After each commit: others may have changed something. */
  forgetUnless(asOf: number): void;
}

interface Remembered {
  /** The last commit's number when this was read; null before the first. */
  asOf: number | null;
  issuers: Map<string, Issuer>;
  /** By the name of the organization whose projects were asked for. */
  shares: Map<string, Share>;
  /** Only a grant may rest on it, so that true is of no use. */
  isShared: false | undefined;
  /** Of all shares. */
  weight: number;
}

interface Share {
  relationships: Map<string, readonly TrustRelationship[]>;
  weight: number;
}

/**
 * The rules that exchanges have read: looking them up again each time is what a database costs an
 * exchange most (docs/decisions/0011-recalled-rules.md). Whatever is in here was true `asOf` that commit,
 * and a commit that rests on it compares that.
 */
export function createRuleMemory(): RuleMemory {
  // Replaced whole: what is read meanwhile goes with the old one.
  let memory = emptyMemory(null);
  return {
    recallRules: () => recalledRules(memory),
    remembering: ({ findIssuer, findRelationships, isShared }) => ({
      async findIssuer(url) {
        const { issuers } = memory;
        const issuer = await findIssuer(url);
        if (issuer?.enabled) issuers.set(url, issuer);
        return issuer;
      },
      async findRelationships(issuer, repository, projects) {
        const before = memory;
        const found = await findRelationships(issuer, repository, projects);
        for (const place of placesOf(projects)) {
          const own = place ? found.filter(({ project }) => project === place) : found;
          const key = keyOf(issuer, repository, place);
          if (own.length > 0) remember(before, shareOf(place), key, own);
        }
        return found;
      },
      async isShared() {
        const before = memory;
        const shared = await isShared();
        if (!shared) before.isShared = false;
        return shared;
      },
    }),
    forget() {
      memory = emptyMemory(memory.asOf);
    },
    forgetUnless(asOf) {
      if (asOf !== memory.asOf) memory = emptyMemory(asOf);
    },
  };
}

/** Nobody hears it. One for all: there may be a hundred thousand repositories that are not remembered. */
const NOT_REMEMBERED = new Refusal('internal_error', 'This is not remembered; look it up.');

function recalledRules({ asOf, issuers, shares, isShared }: Remembered): Rules | undefined {
  if (asOf === null) return undefined;
  return {
    asOf,
    findIssuer: async (url) => required(issuers.get(url)),
    async findRelationships(issuer, repository, projects) {
      const recalled = placesOf(projects).map((place) =>
        required(shares.get(shareOf(place))?.relationships.get(keyOf(issuer, repository, place))),
      );
      return recalled.flat();
    },
    isShared: async () => required(isShared),
  };
}

function required<Value>(remembered: Value | undefined): Value {
  if (remembered === undefined) throw NOT_REMEMBERED;
  return remembered;
}

function emptyMemory(asOf: number | null): Remembered {
  return { asOf, issuers: new Map(), shares: new Map(), isShared: undefined, weight: 0 };
}

/** What was asked for as the project of its own; null: all at once. */
type Place = ProjectPath | null;

function placesOf(projects: readonly ProjectPath[] | null = null): Place[] {
  return projects ? [...new Set(projects)] : [null];
}

function shareOf(place: Place): string {
  return place?.split('/')[0] ?? '';
}

function keyOf(issuer: string, repository: string, place: Place): string {
  return `${issuer} ${repository} ${place ?? ''}`;
}

/** Whoever has most makes room, so that nobody's jobs make the exchange forget what others' rest on. */
function remember(
  memory: Remembered,
  shareName: string,
  key: string,
  relationships: readonly TrustRelationship[],
): void {
  const weight = weightOf(relationships);
  if (weight > MAX_WEIGHT) return;
  forgetOne(memory, shareName, key);
  while (memory.weight + weight > MAX_WEIGHT) forgetHeaviest(memory);
  const share = memory.shares.get(shareName) ?? { relationships: new Map(), weight: 0 };
  share.relationships.set(key, relationships);
  share.weight += weight;
  memory.shares.set(shareName, share);
  memory.weight += weight;
}

function forgetOne(memory: Remembered, shareName: string, key: string): void {
  const share = memory.shares.get(shareName);
  const weight = weightOf(share?.relationships.get(key) ?? []);
  if (!share || weight === 0) return;
  share.relationships.delete(key);
  share.weight -= weight;
  memory.weight -= weight;
}

function forgetHeaviest(memory: Remembered): void {
  const [heaviest] = [...memory.shares].toSorted(([, one], [, other]) => other.weight - one.weight);
  if (!heaviest) return;
  const [name, { weight }] = heaviest;
  memory.shares.delete(name);
  memory.weight -= weight;
}

function weightOf(relationships: readonly TrustRelationship[]): number {
  const lists = relationships.flatMap(({ conditions }) => Object.values(conditions));
  return relationships.length + lists.flatMap((list) => list ?? []).length;
}
