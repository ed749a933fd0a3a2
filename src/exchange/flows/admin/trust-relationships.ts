import { z } from 'zod';
import { fieldsOf } from '../../policy/entries.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import { dangersOf } from '../../trust/danger.ts';
import { isUnpinned } from '../../trust/match.ts';
import { id, shownTime, shownTimeOrNull, time } from './fields.ts';
import { change, read, type Settings, type Working } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { pathOf, project } from './projects.ts';
import {
  createdTerms,
  newTerms,
  shownTerms,
  type TrustTerms,
  termsUpdate,
  updatedTerms,
  warnings,
} from './relationship-terms.ts';
import { requireRelationshipRoom } from './room.ts';
import type { Target } from './target.ts';

export const relationshipShape = z
  .object({
    id,
    project_id: id,
    ...shownTerms,
    pinned: z.boolean().meta({
      description: 'Whether both ids are known; if not, the first job that is admitted pins them.',
    }),
    created_by: z.string(),
    created_at: time,
    last_used_at: time.nullable(),
    warnings,
  })
  .meta({
    id: 'TrustRelationship',
    description: "Lets one repository's workflows have build tokens for the project.",
  });

export function shownRelationship(
  relationship: RelationshipRecord,
  settings: Settings,
): z.input<typeof relationshipShape> {
  return {
    id: relationship.id,
    project_id: relationship.projectId,
    ...fieldsOf(relationship),
    pinned: !isUnpinned(relationship),
    created_by: relationship.createdBy,
    created_at: shownTime(relationship.createdAt),
    last_used_at: shownTimeOrNull(relationship.lastUsedAt),
    warnings: dangersOf(relationship, settings),
  };
}

export const relationship: Target<RelationshipRecord> = {
  parameter: 'trust_relationship_id',
  async find(records, { trust_relationship_id = '' }) {
    const entity = await records.relationships.find(trust_relationship_id);
    if (!entity) return undefined;
    const { organizationId, projectId, project } = entity;
    return { entity, organizationId, projectId, project };
  },
};

export const listRelationships = read({
  name: 'trust_relationship.list',
  summary: 'Trust relationships of a project',
  access: 'member',
  target: project,
  query: pageQuery,
  answer: listOf(relationshipShape),
  read: ({ entity, records, settings }, query) =>
    pageOf(
      query,
      (page) => records.relationships.list(entity.id, page),
      ({ id }) => id,
      (one) => shownRelationship(one, settings),
    ),
});

export const createRelationship = change({
  name: 'trust_relationship.create',
  summary: "Let a repository's workflows have build tokens for a project",
  access: 'admin',
  target: project,
  body: newTerms,
  answer: relationshipShape,
  async change(context, body) {
    const { entity, records } = context;
    const { created, change } = newRelationship(context, entity, await createdTerms(records, body));
    await requireRelationshipRoom(records, null, created);
    await records.relationships.insert(created);
    return change;
  },
});

/** One that is yet to be stored, and what is recorded of it. */
export function newRelationship(
  { actor, random, now, settings }: Working,
  project: ProjectRecord,
  terms: TrustTerms,
) {
  const created: RelationshipRecord = {
    ...terms,
    id: random.id(),
    projectId: project.id,
    project: pathOf(project),
    organizationId: project.organizationId,
    createdBy: actor.name,
    createdAt: now,
    lastUsedAt: null,
    revision: 1,
  };
  const answer = shownRelationship(created, settings);
  return { created, change: { answer, before: null, after: answer, event: about(created) } };
}

export const getRelationship = read({
  name: 'trust_relationship.get',
  summary: 'Get a trust relationship',
  access: 'member',
  target: relationship,
  answer: relationshipShape,
  read: async ({ entity, settings }) => shownRelationship(entity, settings),
});

export const updateRelationship = change({
  name: 'trust_relationship.update',
  summary:
    'Change a trust relationship; build tokens that it granted live on, unless it names another issuer',
  access: 'admin',
  target: relationship,
  body: termsUpdate,
  answer: relationshipShape,
  represent: shownRelationship,
  async change(context, body) {
    const { entity, records } = context;
    const terms = await updatedTerms(records, entity, body);
    await requireRelationshipRoom(records, entity, { ...entity, ...terms });
    return await changeRelationship(context, entity, terms);
  },
});

/** Whether there is room for what it says now, the caller has judged. */
export async function changeRelationship(
  { records, settings }: Working,
  before: RelationshipRecord,
  terms: TrustTerms,
) {
  const updated = { ...before, ...terms };
  await records.relationships.update(before.id, updated);
  const answer = shownRelationship(updated, settings);
  return {
    answer,
    before: shownRelationship(before, settings),
    after: answer,
    event: about(before),
  };
}

export const deleteRelationship = change({
  name: 'trust_relationship.delete',
  summary: 'Delete a trust relationship; the build tokens that it granted die with it',
  access: 'admin',
  target: relationship,
  represent: shownRelationship,
  change: (context) => removeRelationship(context, context.entity),
});

export async function removeRelationship(
  { records, settings }: Working,
  relationship: RelationshipRecord,
) {
  await records.relationships.remove(relationship.id);
  const before = shownRelationship(relationship, settings);
  return { answer: null, before, after: null, event: about(relationship) };
}

function about({ id, project: path }: RelationshipRecord) {
  return { projects: [path], relationships: [id] };
}
