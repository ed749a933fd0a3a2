import type { TrustRelationship } from './relationship.ts';

/**
 * Which of several relationships that all cover a request serves it: most permissions first, then
 * the longest lifetime, then the oldest. A total order, so that a decision never depends on the
 * order in which a database returned its rows.
 */
export function byPreference(one: TrustRelationship, other: TrustRelationship): number {
  return (
    new Set(other.permissions).size - new Set(one.permissions).size ||
    compare(longest(other), longest(one)) ||
    one.createdAt - other.createdAt ||
    compare(one.id, other.id)
  );
}

/** No maximum of its own means the server's, which no relationship can exceed. */
function longest({ maxLifetime }: TrustRelationship): number {
  return maxLifetime ?? Number.POSITIVE_INFINITY;
}

function compare<Value extends number | string>(one: Value, other: Value): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
