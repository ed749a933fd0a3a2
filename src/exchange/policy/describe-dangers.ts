import { dangersOf, type Installation } from '../trust/danger.ts';
import type { RelationshipEntry } from './document.ts';

/** One line for each danger, to be put under the relationship. */
export function describeDangers(
  relationship: Omit<RelationshipEntry, 'issuer'>,
  installation: Installation,
): string[] {
  return dangersOf(relationship, installation).map(
    ({ code, text, remedy }) => `  ! ${code}: ${text} ${remedy}`,
  );
}
