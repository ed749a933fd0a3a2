import { z } from 'zod';
import type { Records } from '../../stores/ports/records.ts';
import type { UserTokenRecord } from '../../stores/ports/tokens.ts';
import { generateSecret, hashPrefix, hashSecret } from '../../tokens/secret.ts';
import { type Actor, tokenOf, userOf } from './actor.ts';
import {
  description,
  expiry,
  id,
  requireFuture,
  shownTime,
  shownTimeOrNull,
  time,
} from './fields.ts';
import { type Change, type Context, change, read } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { Problem } from './problem.ts';
import { requireRoom } from './room.ts';
import { installation, type Target } from './target.ts';

export const userTokenShape = z
  .object({
    id,
    description: z.string(),
    created_at: time,
    expires_at: time.nullable(),
    revoked_at: time.nullable(),
    last_used_at: time.nullable(),
  })
  .meta({ id: 'UserToken', description: 'A user access token, without its secret.' });

export const newUserTokenShape = userTokenShape
  .extend({
    token: z.string().nullable().meta({
      description: 'The secret, shown this once; null when the creation is repeated.',
    }),
  })
  .meta({ id: 'NewUserToken', description: 'A user access token with its secret.' });

export function shownUserToken(token: UserTokenRecord): z.input<typeof userTokenShape> {
  return {
    id: token.id,
    description: token.description,
    created_at: shownTime(token.createdAt),
    expires_at: shownTimeOrNull(token.expiresAt),
    revoked_at: shownTimeOrNull(token.revokedAt),
    last_used_at: shownTimeOrNull(token.lastUsedAt),
  };
}

/** Nobody sees other people's, operators included: they disable the user instead. */
const ownToken: Target<UserTokenRecord> = {
  parameter: 'token_id',
  async find(records, { token_id = '' }, { user }) {
    const entity = await records.userTokens.find(token_id);
    if (!entity || entity.userId !== user?.id) return undefined;
    return { entity, organizationId: null, projectId: null };
  },
};

export const listUserTokens = read({
  name: 'user_token.list',
  summary: 'Your own user access tokens, the revoked and expired ones too',
  access: 'own',
  target: installation,
  query: pageQuery,
  answer: listOf(userTokenShape),
  read: ({ actor, records }, query) =>
    pageOf(
      query,
      (page) => records.userTokens.list(userOf(actor).id, page),
      ({ id }) => id,
      shownUserToken,
    ),
});

export const createUserToken = change({
  name: 'user_token.create',
  summary: 'Create a user access token for yourself; it does not outlive the one that you send',
  access: 'own',
  target: installation,
  body: z.strictObject({ description, expires_at: expiry.optional() }),
  answer: newUserTokenShape,
  secret: 'token',
  async change(context, { description, expires_at: wanted }) {
    const { actor, now } = context;
    requireFuture(wanted ?? null, now);
    const token = { description, expiresAt: await expiryWithin(context, wanted) };
    return await makeUserToken(context, userOf(actor), token);
  },
});

/** Of a user who is allowed in. */
export async function makeUserToken(
  { records, random, now }: Pick<Context<unknown>, 'records' | 'random' | 'now'>,
  { id: userId, email }: { id: string; email: string },
  { description, expiresAt }: Pick<UserTokenRecord, 'description' | 'expiresAt'>,
): Promise<Change<z.input<typeof newUserTokenShape>> & { after: object }> {
  const secret = generateSecret('user', random);
  const hash = hashSecret(secret);
  const created = {
    id: random.id(),
    userId,
    description,
    createdAt: now,
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
  };
  requireRoom('userTokens', email, await records.userTokens.countUnrevoked(userId));
  await records.userTokens.insert({ ...created, hash });
  const after = shownUserToken(created);
  const event = { tokenHashPrefix: hashPrefix(hash) };
  return { answer: { ...after, token: secret.text }, before: null, after, event };
}

/** Seconds that a token lasts which somebody creates in the console without saying how long. */
const USUAL_LIFETIME = 90 * 86_400;

/** A leaked token that ends tomorrow must not become one that never ends. */
async function expiryWithin(
  { actor, records, now }: Context<null>,
  wanted: number | undefined,
): Promise<number | null> {
  const end = await endOf(actor, records);
  if (wanted === undefined) {
    if (actor.session === null) return end;
    return Math.min(now + USUAL_LIFETIME, end ?? Number.POSITIVE_INFINITY);
  }
  if (end === null || wanted <= end) return wanted;
  throw new Problem(
    'forbidden',
    `No token makes one that outlives it; ${actor.session ? 'the one that you signed in with' : 'this one'} ends at ${shownTime(end)}.`,
  );
}

/** When the token ends that they have sent, or signed in with; null: never, or they did without one. */
async function endOf(
  { session, ...actor }: Actor,
  { userTokens }: Records,
): Promise<number | null> {
  if (session === null) return tokenOf({ session, ...actor }).stored.expiresAt;
  if (session.tokenId === null) return null;
  // Without its token the session would not be alive.
  return (await userTokens.find(session.tokenId))?.expiresAt ?? null;
}

export const getUserToken = read({
  name: 'user_token.get',
  summary: 'Get one of your user access tokens',
  access: 'own',
  target: ownToken,
  answer: userTokenShape,
  read: async ({ entity }) => shownUserToken(entity),
});

export const updateUserToken = change({
  name: 'user_token.update',
  summary: 'Describe one of your user access tokens anew',
  access: 'own',
  target: ownToken,
  body: z.strictObject({ description }),
  answer: userTokenShape,
  represent: shownUserToken,
  async change({ entity, records }, body) {
    await records.userTokens.rename(entity.id, body.description);
    const answer = shownUserToken({ ...entity, description: body.description });
    return { answer, before: shownUserToken(entity), after: answer };
  },
});

export const revokeUserToken = change({
  name: 'user_token.revoke',
  summary: 'Revoke one of your user access tokens; it stays in the list',
  access: 'own',
  target: ownToken,
  represent: shownUserToken,
  change: ({ entity, records, now }) => revokeUserTokenRecord(records, entity, now),
});

export async function revokeUserTokenRecord(
  { userTokens }: Records,
  token: UserTokenRecord,
  now: number,
): Promise<Change<null> & { event: object }> {
  await userTokens.revoke(token.id, now);
  const after = shownUserToken({ ...token, revokedAt: token.revokedAt ?? now });
  return { answer: null, before: shownUserToken(token), after, event: { decision: 'revoked' } };
}
