import { z } from 'zod';
import { PERMISSIONS, type Permission, sortPermissions } from '../../../protocol/permissions.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { ProjectTokenRecord } from '../../stores/ports/tokens.ts';
import { ROLE_PERMISSIONS } from '../../tokens/roles.ts';
import { generateSecret, hashPrefix, hashSecret } from '../../tokens/secret.ts';
import { userOf } from './actor.ts';
import {
  description,
  expiry,
  id,
  permissions,
  requireFuture,
  shownTime,
  shownTimeOrNull,
  time,
} from './fields.ts';
import { type Change, type Context, change, read } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { Problem } from './problem.ts';
import { pathOf, project } from './projects.ts';
import { requireRoom } from './room.ts';
import type { Target } from './target.ts';

const shape = z
  .object({
    id,
    project_id: id,
    description: z.string(),
    permissions: z.array(z.enum(PERMISSIONS)).readonly(),
    created_by: z.string(),
    created_at: time,
    expires_at: time.nullable(),
    revoked_at: time.nullable(),
    last_used_at: time.nullable(),
  })
  .meta({ id: 'ProjectToken', description: 'A project token, without its secret.' });

const newShape = shape
  .extend({
    token: z.string().nullable().meta({
      description: 'The secret, shown this once; null when the creation is repeated.',
    }),
  })
  .meta({ id: 'NewProjectToken', description: 'A project token with its secret.' });

function shown(token: ProjectTokenRecord): z.input<typeof shape> {
  return {
    id: token.id,
    project_id: token.projectId,
    description: token.description,
    permissions: token.permissions,
    created_by: token.createdBy,
    created_at: shownTime(token.createdAt),
    expires_at: shownTimeOrNull(token.expiresAt),
    revoked_at: shownTimeOrNull(token.revokedAt),
    last_used_at: shownTimeOrNull(token.lastUsedAt),
  };
}

const projectToken: Target<ProjectTokenRecord> = {
  parameter: 'project_token_id',
  async find(records, { project_token_id = '' }) {
    const entity = await records.projectTokens.find(project_token_id);
    const owner = entity && (await records.projects.find(entity.projectId));
    if (!owner) return undefined;
    const { id: projectId, organizationId } = owner;
    return { entity, organizationId, projectId, project: pathOf(owner) };
  },
};

export const listProjectTokens = read({
  name: 'project_token.list',
  summary: 'Project tokens, the revoked and expired ones too',
  access: 'member',
  target: project,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ entity, records }, query) =>
    pageOf(
      query,
      (page) => records.projectTokens.list(entity.id, page),
      ({ id }) => id,
      shown,
    ),
});

/** Seconds within which a use counts as recent. */
const RECENT = 30 * 24 * 60 * 60;

export const countProjectTokens = read({
  name: 'project_token.count',
  summary: 'How many project tokens a project has that are neither revoked nor expired',
  access: 'member',
  target: project,
  answer: z
    .object({
      oidc_only: z.boolean().meta({ description: 'Whether the project refuses all of them now.' }),
      live: z.int().nonnegative().meta({ description: 'Neither revoked nor expired.' }),
      used_recently: z.int().nonnegative().meta({ description: 'Of those, used within 30 days.' }),
    })
    .meta({ id: 'ProjectTokenCount', description: 'What switching to OIDC only stops.' }),
  async read({ entity, records, now }) {
    const { live, used } = await records.projectTokens.countLive(entity.id, {
      now,
      since: now - RECENT,
    });
    return { oidc_only: entity.oidcOnly, live, used_recently: used };
  },
});

export const createProjectToken = change({
  name: 'project_token.create',
  summary: 'Create a token for exactly one project',
  access: 'admin',
  target: project,
  body: z.strictObject({
    description,
    expires_at: expiry.optional(),
    permissions: permissions.optional().meta({ description: 'Left out: all that you have.' }),
  }),
  answer: newShape,
  secret: 'token',
  async change(context, body) {
    const { entity, actor, records, random, now } = context;
    requireWelcome(entity);
    const expiresAt = body.expires_at ?? null;
    requireFuture(expiresAt, now);
    const secret = generateSecret('project', random);
    const hash = hashSecret(secret);
    const created = {
      id: random.id(),
      projectId: entity.id,
      description: body.description,
      permissions: await permissionsWithin(context, body.permissions),
      createdBy: actor.name,
      createdAt: now,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
    };
    requireRoom(
      'projectTokens',
      pathOf(entity),
      await records.projectTokens.countUnrevoked(entity.id),
    );
    await records.projectTokens.insert({ ...created, hash });
    const after = shown(created);
    const event = { tokenHashPrefix: hashPrefix(hash) };
    return { answer: { ...after, token: secret.text }, before: null, after, event };
  },
});

function requireWelcome({ oidcOnly }: ProjectRecord): void {
  if (oidcOnly)
    throw new Problem(
      'conflict',
      'The project is oidc_only and refuses project tokens: a new one would open nothing. Update it with oidc_only false if it should take them.',
    );
}

/** Nobody hands out what they do not have. */
async function permissionsWithin(
  { actor, operator, records, entity }: Context<ProjectRecord>,
  wanted: readonly Permission[] | undefined,
): Promise<Permission[]> {
  const role = operator
    ? 'admin'
    : (await records.members.find(entity.organizationId, userOf(actor).id))?.role;
  const held = role ? ROLE_PERMISSIONS[role] : [];
  const beyond = wanted?.filter((permission) => !held.includes(permission)) ?? [];
  if (beyond.length > 0)
    throw new Problem('forbidden', `You do not have ${beyond.join(', ')} yourself; ask for less.`);
  return sortPermissions(wanted ?? held);
}

export const getProjectToken = read({
  name: 'project_token.get',
  summary: 'Get a project token',
  access: 'member',
  target: projectToken,
  answer: shape,
  read: async ({ entity }) => shown(entity),
});

export const updateProjectToken = change({
  name: 'project_token.update',
  summary: 'Describe a project token anew',
  access: 'admin',
  target: projectToken,
  body: z.strictObject({ description }),
  answer: shape,
  represent: shown,
  async change({ entity, records }, body) {
    await records.projectTokens.setDescription(entity.id, body.description);
    const answer = shown({ ...entity, description: body.description });
    return { answer, before: shown(entity), after: answer };
  },
});

export const revokeProjectToken = change({
  name: 'project_token.revoke',
  summary: 'Revoke a project token; it stays in the list',
  access: 'admin',
  target: projectToken,
  represent: shown,
  change: ({ entity, records, now }) => revokeProjectTokenRecord(records, entity, now),
});

export async function revokeProjectTokenRecord(
  { projectTokens }: Records,
  token: ProjectTokenRecord,
  now: number,
): Promise<Change<null> & { event: object }> {
  await projectTokens.revoke(token.id, now);
  const after = shown({ ...token, revokedAt: token.revokedAt ?? now });
  return { answer: null, before: shown(token), after, event: { decision: 'revoked' } };
}
