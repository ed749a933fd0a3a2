import type { Issuer } from '../identity/issuer.ts';
import type { TrustRelationship } from '../trust/relationship.ts';
import type { ExchangeStore } from './exchange-port.ts';

/** Of relationships and what their conditions list: at most about 30 MB, whatever administrators write. */
const MAX_WEIGHT = 10_000;

type Finders = Pick<ExchangeStore, 'findIssuer' | 'findRelationships' | 'isShared'>;

export interface RuleMemory
  extends Pick<ExchangeStore, 'recallIssuer' | 'recallRelationships' | 'recallIsShared'> {
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
  relationships: Map<string, readonly TrustRelationship[]>;
  /** Only a grant may rest on it, so that true is of no use. */
  isShared: false | undefined;
  /** Of relationships. */
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
    recallIssuer: (url) => (memory.asOf === null ? undefined : memory.issuers.get(url)),
    recallRelationships(issuer, repository) {
      const relationships = memory.relationships.get(keyOf(issuer, repository));
      if (!relationships || memory.asOf === null) return undefined;
      return { relationships, asOf: memory.asOf };
    },
    recallIsShared: () => (memory.asOf === null ? undefined : memory.isShared),
    remembering: ({ findIssuer, findRelationships, isShared }) => ({
      async findIssuer(url) {
        const { issuers } = memory;
        const issuer = await findIssuer(url);
        if (issuer?.enabled) issuers.set(url, issuer);
        return issuer;
      },
      async findRelationships(issuer, repository) {
        const before = memory;
        const relationships = await findRelationships(issuer, repository);
        if (relationships.length > 0) remember(before, keyOf(issuer, repository), relationships);
        return relationships;
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

function emptyMemory(asOf: number | null): Remembered {
  return { asOf, issuers: new Map(), relationships: new Map(), isShared: undefined, weight: 0 };
}

function keyOf(issuer: string, repository: string): string {
  return `${issuer} ${repository}`;
}

function remember(
  memory: Remembered,
  key: string,
  relationships: readonly TrustRelationship[],
): void {
  const weight = weightOf(relationships);
  if (weight > MAX_WEIGHT) return;
  memory.weight += weight - weightOf(memory.relationships.get(key) ?? []);
  if (memory.weight > MAX_WEIGHT) {
    memory.relationships.clear();
    memory.weight = weight;
  }
  memory.relationships.set(key, relationships);
}

function weightOf(relationships: readonly TrustRelationship[]): number {
  const lists = relationships.flatMap(({ conditions }) => Object.values(conditions));
  return relationships.length + lists.flatMap((list) => list ?? []).length;
}
