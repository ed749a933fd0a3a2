import { z } from 'zod';
import { fieldsOf } from '../../policy/entries.ts';
import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import { dangersOf } from '../../trust/danger.ts';
import { isUnpinned } from '../../trust/match.ts';
import { id, shownTime, shownTimeOrNull, time } from './fields.ts';
import { change, read, type Settings } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { pathOf, project } from './projects.ts';
import { requireRelationshipRoom } from './room.ts';
import type { Target } from './target.ts';
import {
  createdRule,
  newRule,
  ruleUpdate,
  shownRule,
  updatedRule,
  warnings,
} from './trust-rule.ts';

const shape = z
  .object({
    id,
    project_id: id,
    ...shownRule,
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

function shown(relationship: RelationshipRecord, settings: Settings): z.input<typeof shape> {
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
  answer: listOf(shape),
  read: ({ entity, records, settings }, query) =>
    pageOf(
      query,
      (page) => records.relationships.list(entity.id, page),
      ({ id }) => id,
      (one) => shown(one, settings),
    ),
});

export const createRelationship = change({
  name: 'trust_relationship.create',
  summary: "Let a repository's workflows have build tokens for a project",
  access: 'admin',
  target: project,
  body: newRule,
  answer: shape,
  async change({ entity, actor, records, random, now, settings }, body) {
    const created = {
      ...(await createdRule(records, body)),
      id: random.id(),
      projectId: entity.id,
      createdBy: actor.name,
      createdAt: now,
    };
    const path = pathOf(entity);
    const place = { organizationId: entity.organizationId, project: path };
    await requireRelationshipRoom(records, null, { ...created, ...place });
    await records.relationships.insert(created);
    const answer = shown({ ...created, ...place, lastUsedAt: null, revision: 1 }, settings);
    const event = { projects: [path], relationships: [created.id] };
    return { answer, before: null, after: answer, event };
  },
});

export const getRelationship = read({
  name: 'trust_relationship.get',
  summary: 'Get a trust relationship',
  access: 'member',
  target: relationship,
  answer: shape,
  read: async ({ entity, settings }) => shown(entity, settings),
});

export const updateRelationship = change({
  name: 'trust_relationship.update',
  summary:
    'Change a trust relationship; build tokens that it granted live on, unless it names another issuer',
  access: 'admin',
  target: relationship,
  body: ruleUpdate,
  answer: shape,
  represent: shown,
  async change({ entity, records, settings }, body) {
    const updated = { ...entity, ...(await updatedRule(records, entity, body)) };
    await requireRelationshipRoom(records, entity, updated);
    await records.relationships.update(entity.id, updated);
    const answer = shown(updated, settings);
    return { answer, before: shown(entity, settings), after: answer, event: about(entity) };
  },
});

export const deleteRelationship = change({
  name: 'trust_relationship.delete',
  summary: 'Delete a trust relationship; the build tokens that it granted die with it',
  access: 'admin',
  target: relationship,
  represent: shown,
  async change({ entity, records, settings }) {
    await records.relationships.remove(entity.id);
    return { answer: null, before: shown(entity, settings), after: null, event: about(entity) };
  },
});

function about({ id, project: path }: RelationshipRecord) {
  return { projects: [path], relationships: [id] };
}
