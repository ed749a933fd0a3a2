import { z } from 'zod';
import type { UserRecord } from '../../stores/ports/users.ts';
import { email, id, shownTime, shownTimeOrNull, time } from './fields.ts';
import { isExempt } from './machine.ts';
import { change, read, type Working } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { Problem } from './problem.ts';
import { referencedUser } from './references.ts';
import { installation, type Target } from './target.ts';

const operator = z.boolean().meta({ description: 'Whether they administer the installation.' });

const emailProven = z.boolean().meta({
  description:
    'False: they came through the link of an invitation, and nobody has checked that the address is theirs.',
});

const disabled = z
  .boolean()
  .meta({ description: "Whether all of the user's tokens are dead; memberships stay." });

const shape = z
  .object({
    id,
    email: z.string(),
    email_proven: emailProven,
    operator,
    disabled,
    disabled_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: 'User', description: 'A person, who may belong to several organizations.' });

export function shownUser(user: UserRecord): z.input<typeof shape> {
  return {
    id: user.id,
    email: user.email,
    email_proven: user.emailProven,
    operator: user.operator,
    disabled: user.disabledAt !== null,
    disabled_at: shownTimeOrNull(user.disabledAt),
    created_at: shownTime(user.createdAt),
  };
}

export const user: Target<UserRecord> = {
  parameter: 'user_id',
  async find(records, { user_id = '' }) {
    const entity = await referencedUser(records, user_id);
    return entity && { entity, organizationId: null, projectId: null };
  },
};

export const listUsers = read({
  name: 'user.list',
  summary: 'Users of the installation',
  access: 'operator',
  target: installation,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ records }, query) =>
    pageOf(
      query,
      (page) => records.users.list(page),
      ({ id }) => id,
      shownUser,
    ),
});

export const createUser = change({
  name: 'user.create',
  summary: 'Create a user; they get their first token from an operator, by `dockpass token create`',
  access: 'operator',
  target: installation,
  body: z.strictObject({ email, operator: operator.default(false) }),
  answer: shape,
  change: async (context, body) => (await addUser(context, body)).change,
});

/** Switches that are undefined are off. */
export async function addUser(
  { records, random, now }: Pick<Working, 'records' | 'random' | 'now'>,
  {
    email,
    emailProven = true,
    operator = false,
    disabled = false,
  }: { email: string; emailProven?: boolean } & Switches,
) {
  const disabledAt = disabled ? now : null;
  const created = {
    id: random.id(),
    email,
    emailProven,
    operator,
    disabledAt,
    createdAt: now,
  };
  await records.users.insert(created);
  const answer = shownUser(created);
  return { created, change: { answer, before: null, after: answer } };
}

interface Switches {
  operator?: boolean | undefined;
  disabled?: boolean | undefined;
}

export const getUser = read({
  name: 'user.get',
  summary: 'Get a user',
  access: 'operator',
  target: user,
  answer: shape,
  read: async ({ entity }) => shownUser(entity),
});

export const updateUser = change({
  name: 'user.update',
  summary: 'Make a user an operator or an operator none; disable a user or enable them again',
  access: 'operator',
  target: user,
  body: z.strictObject({
    operator: operator.optional(),
    disabled: disabled.optional(),
    email_proven: z.literal(true).optional().meta({
      description: 'You have checked that the address is theirs: nobody else can have it then.',
    }),
  }),
  answer: shape,
  represent: shownUser,
  async change(context, body) {
    const { entity, records } = context;
    if (body.email_proven) await records.users.proveEmail(entity.id);
    const change = await switchUser(context, entity, body);
    await requireOperatorLeft(context, context.entity);
    return change;
  },
});

/** Switches that are undefined stay. */
export async function switchUser(
  { records, now }: Pick<Working, 'records' | 'now'>,
  user: UserRecord,
  {
    operator = user.operator,
    disabled = user.disabledAt !== null,
    email_proven: emailProven = user.emailProven,
  }: Switches & { email_proven?: boolean | undefined },
) {
  const disabledAt = disabled ? (user.disabledAt ?? now) : null;
  const updated = { ...user, operator, disabledAt, emailProven };
  await records.users.update(user.id, updated);
  // They would be back, in whoever's hands, once the user is enabled again.
  if (disabled && user.disabledAt === null) await records.sessions.removeOthers(user.id, null);
  const answer = shownUser(updated);
  return { answer, before: shownUser(user), after: answer };
}

export const deleteUser = change({
  name: 'user.delete',
  summary: "Delete a user with their tokens and memberships; a project's tokens stay",
  access: 'operator',
  target: user,
  represent: shownUser,
  async change(context) {
    const { entity, records } = context;
    await records.users.remove(entity.id);
    await requireOperatorLeft(context, entity);
    return { answer: null, before: shownUser(entity), after: null };
  },
});

/** What was done is rolled back, if it took away the last who could undo it. */
export async function requireOperatorLeft(
  { actor, records }: Working,
  before: Pick<UserRecord, 'operator'>,
): Promise<void> {
  if (isExempt(actor, 'last_operator')) return;
  if (before.operator && (await records.users.countOperators()) === 0)
    throw new Problem('conflict', 'This is the last operator; make another user one first.');
}
