import { z } from 'zod';
import { tokenOf, userOf } from './actor.ts';
import { id, permissions, role, shownTimeOrNull, time } from './fields.ts';
import { type Context, read } from './operation.ts';
import { installation } from './target.ts';

const token = z
  .object({ id, expires_at: time.nullable() })
  .meta({ description: 'The token that was sent.' });

const userShape = z
  .object({
    kind: z.literal('user'),
    token,
    user: z.object({ id, email: z.string(), operator: z.boolean() }),
    organizations: z
      .array(z.object({ id, name: z.string(), role }))
      .meta({ description: 'Those that the user belongs to.' }),
  })
  .meta({ id: 'WhoamiUser', description: 'Somebody with a user access token.' });

const bearerShape = z
  .object({
    kind: z.enum(['project', 'build']),
    token,
    projects: z
      .array(z.object({ id, path: z.string(), permissions }))
      .meta({ description: 'Those that the token opens now.' }),
  })
  .meta({ id: 'WhoamiBearer', description: 'Whoever holds a project token or a build token.' });

const shape = z.discriminatedUnion('kind', [userShape, bearerShape]);

export const whoami = read({
  name: 'whoami',
  summary: 'Whose token this is and what it is good for',
  access: 'token',
  target: installation,
  answer: shape,
  read: async (context) => {
    const { stored, opens } = tokenOf(context.actor);
    const token = { id: stored.id, expires_at: shownTimeOrNull(stored.expiresAt) };
    if (stored.kind === 'user') return { kind: stored.kind, token, ...(await userPart(context)) };
    const projects = await opens(null);
    return {
      kind: stored.kind,
      token,
      projects: projects.map(({ projectId, project, permissions }) => ({
        id: projectId,
        path: project,
        permissions: [...permissions],
      })),
    };
  },
});

async function userPart({ actor, operator, records }: Context<null>) {
  const { id, email } = userOf(actor);
  const organizations = await records.members.membershipsOf(id);
  return { user: { id, email, operator }, organizations };
}
