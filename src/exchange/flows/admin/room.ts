import {
  type Excess,
  excess,
  excessText,
  type QuotaName,
  relationshipExcess,
  weightOf,
} from '../../policy/quotas.ts';
import type { OrganizationRecord } from '../../stores/ports/organizations.ts';
import type { Records } from '../../stores/ports/records.ts';
import type {
  RelationshipPlace,
  RelationshipRecord,
} from '../../stores/ports/trust-relationships.ts';
import { sameName } from '../../trust/glob.ts';
import { Problem } from './problem.ts';

/**
 * Room for one more where there are `count`. To be counted in the transaction that adds it: of two who ask
 * at once, only one gets the last place.
 */
export function requireRoom(quota: QuotaName, place: string, count: number): void {
  refuse(excess(quota, place, count, count + 1));
}

/** An invitation holds the place of whom it invites, so that there is one when they accept. */
export async function requireMemberRoom(
  { members, invitations }: Records,
  { id, name }: OrganizationRecord,
  now: number,
): Promise<void> {
  const invited = await invitations.count(id, now);
  requireRoom('members', name, (await members.count(id)) + invited);
}

type Placed = Pick<RelationshipRecord, 'repository' | 'conditions' | 'project'> & RelationshipPlace;

/** `before`: what is stored of it; null: it is new. */
export async function requireRelationshipRoom(
  { relationships }: Records,
  before: Placed | null,
  after: Placed,
): Promise<void> {
  if (before && !grows(before, after)) return;
  refuse(relationshipExcess(await relationships.usage(after), before, after));
}

function grows(before: Placed, after: Placed): boolean {
  return (
    weightOf(after.conditions) > weightOf(before.conditions) ||
    !sameName(before.repository, after.repository)
  );
}

function refuse([first]: readonly Excess[]): void {
  if (first) throw new Problem('quota_exceeded', `This ${excessText(first)}.`);
}
