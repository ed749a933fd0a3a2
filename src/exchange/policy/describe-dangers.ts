import { dangersOf, type Installation } from '../trust/danger.ts';
import type { RelationshipTerms } from '../trust/relationship.ts';

/** One line for each danger, to be put under the relationship. */
export function describeDangers(
  relationship: RelationshipTerms,
  installation: Installation,
): string[] {
  return dangersOf(relationship, installation).map(
    ({ code, text, remedy }) => `  ! ${code}: ${text} ${remedy}`,
  );
}
