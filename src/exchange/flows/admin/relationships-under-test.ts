import type { z } from 'zod';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import type { TrustRelationship } from '../../trust/relationship.ts';
import type { JobUnderTest } from './job-under-test.ts';
import type { Context } from './operation.ts';
import { Problem } from './problem.ts';
import { pathOf } from './projects.ts';
import { createdTerms, type newTerms } from './relationship-terms.ts';

/** Stands for the id of a relationship that is tried without being stored. */
export const DRAFT = 'draft';

type Draft = z.output<typeof newTerms>;

/** What is stored and has a say, with the draft beside it or in place of the one that it replaces. */
export async function relationshipsUnderTest(
  context: Context<ProjectRecord>,
  { issuer, claims }: JobUnderTest,
  draft: Draft | undefined,
  replaces: string | undefined,
): Promise<TrustRelationship[]> {
  const { entity, records } = context;
  const stored = await records.relationships.listConcerned({
    issuerId: issuer.id,
    repository: claims.repository ?? '',
    projectId: entity.id,
    organizationId: entity.organizationId,
  });
  if (replaces !== undefined) await ownRelationship(context, replaces, '/replaces');
  const kept = stored.filter((relationship) => relationship.id !== replaces);
  const tried = draft ? [await draftOf(context, draft, '/trust_relationship')] : [];
  return [...kept, ...tried.filter((relationship) => relationship.issuerId === issuer.id)].map(
    (relationship) => ({
      ...relationship,
      // Only what is issued keeps it.
      generation: 0,
    }),
  );
}

/** The relationship of the project that the member `at` of a request names. */
export async function ownRelationship(
  { records, entity }: Context<ProjectRecord>,
  id: string,
  at: string,
): Promise<RelationshipRecord> {
  const found = await records.relationships.find(id);
  if (found?.projectId === entity.id) return found;
  throw new Problem('invalid_request', 'The trust relationship does not exist.', [
    { at, detail: 'is not a trust relationship of this project' },
  ]);
}

/** As young as any: of two that are equally good, the older one grants. */
export async function draftOf(
  { entity, records, now }: Context<ProjectRecord>,
  draft: Draft,
  at: string,
): Promise<RelationshipRecord> {
  return {
    ...(await createdTerms(records, draft, at)),
    id: DRAFT,
    projectId: entity.id,
    organizationId: entity.organizationId,
    project: pathOf(entity),
    createdBy: DRAFT,
    createdAt: now,
    lastUsedAt: null,
    revision: 1,
  };
}
