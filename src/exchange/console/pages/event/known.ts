import { getRelationship } from '../../../flows/admin/trust-relationships.ts';
import type { SignedInRequest } from '../../request.ts';
import { trustSentence } from '../project/trust-sentence.ts';
import type { Known, ShownEvaluation } from './evaluations.ts';
import { type EventProject, undefinedForNotFound } from './projects.ts';

/** Of an event: the rest are behind a click anyway. */
const MOST_NAMED = 5;

/** What the first of these trust relationships are now, by id. */
export type KnownRelationships = Awaited<ReturnType<typeof knownRelationships>>;

export async function knownRelationships({ call }: SignedInRequest, ids: readonly string[]) {
  const known = new Map<string, Awaited<ReturnType<typeof relationshipOf>>>();
  for (const id of [...new Set(ids)].slice(0, MOST_NAMED))
    known.set(id, await relationshipOf(call, id));
  return known;
}

/** Null: it was deleted since. */
async function relationshipOf(call: SignedInRequest['call'], id: string) {
  const ids = { trust_relationship_id: id };
  return (await call(getRelationship, ids, undefined).catch(undefinedForNotFound)) ?? null;
}

export function knownOf(
  known: KnownRelationships,
  projects: readonly EventProject[],
  { trust_relationship: id }: ShownEvaluation,
): Known | undefined {
  const relationship = known.get(id);
  if (relationship === undefined) return undefined;
  return {
    sentence: relationship && trustSentence(relationship),
    href: relationship && relationshipHref(relationship, projects),
  };
}

/** Null: the reader is not told where it is. */
export function relationshipHref(
  { id, project_id: projectId }: NonNullable<Awaited<ReturnType<typeof relationshipOf>>>,
  projects: readonly EventProject[],
): string | null {
  const project = projects.find((one) => one.id === projectId);
  return project?.path ? `/projects/${project.path}/trust/${id}` : null;
}
