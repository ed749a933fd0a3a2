import { z } from 'zod';
import type { TokenKind } from '../../../protocol/token-kinds.ts';
import type { Records } from '../../stores/ports/records.ts';
import { tokenEventFields } from '../../tokens/event-fields.ts';
import { hashPrefix, hashSecret, parseSecret } from '../../tokens/secret.ts';
import type { StoredBuildToken, StoredToken } from '../../tokens/token-store.ts';
import { description, expiry, id, requireFuture, shownTime, time } from './fields.ts';
import { type Change, change, type Recorded, read } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { notFound, Problem } from './problem.ts';
import { revokeProjectTokenRecord } from './project-tokens.ts';
import { installation } from './target.ts';
import {
  makeUserToken,
  newUserTokenShape,
  revokeUserTokenRecord,
  shownUserToken,
  userTokenShape,
} from './user-tokens.ts';
import { user } from './users.ts';

export const listTokensOfUser = read({
  name: 'user_token.list_of_user',
  summary: 'User access tokens of a user, the revoked and expired ones too',
  access: 'machine',
  target: user,
  query: pageQuery,
  answer: listOf(userTokenShape),
  read: ({ entity, records }, query) =>
    pageOf(
      query,
      (page) => records.userTokens.list(entity.id, page),
      ({ id }) => id,
      shownUserToken,
    ),
});

export const createTokenForUser = change({
  name: 'user_token.create_for_user',
  summary: 'Create a user access token for a user',
  access: 'machine',
  target: user,
  body: z.strictObject({ description, expires_at: expiry.optional() }),
  answer: newUserTokenShape,
  secret: 'token',
  async change(context, { description, expires_at: expiresAt = null }) {
    const { entity, now } = context;
    if (entity.disabledAt !== null)
      throw new Problem(
        'conflict',
        `${entity.email} is disabled, so the token would open nothing; enable the user first.`,
      );
    requireFuture(expiresAt, now);
    const made = await makeUserToken(context, entity, { description, expiresAt });
    const after = { ...made.after, user: entity.email };
    return { ...made, after, event: { ...made.event, action: 'user_token.create' } };
  },
});

const TOKEN_KINDS = ['user', 'project', 'build'] as const satisfies readonly TokenKind[];

const revocation = z
  .strictObject({
    id: id.optional(),
    token: z.string().optional().meta({ description: 'Instead of its id: the token itself.' }),
  })
  .refine((sent) => (sent.id === undefined) !== (sent.token === undefined), {
    error: 'send either id or token',
  });

const revokedShape = z.object({
  id,
  kind: z.enum(TOKEN_KINDS),
  revoked_at: time,
  revoked_before: z.boolean(),
});

/** Build tokens come out of others: what hangs on the revoked one opens nothing, either. */
export const revokeToken = change({
  name: 'token.revoke',
  summary: 'Revoke a token of any kind, by its id or by the token itself',
  access: 'machine',
  target: installation,
  body: revocation,
  answer: revokedShape,
  async change({ records, now }, sent) {
    const found = await (sent.token === undefined
      ? findById(records, sent.id ?? '')
      : findBySecret(records, sent.token));
    if (!found) throw notFound();
    const { kind, id, revokedAt, hash } = found;
    const answer = {
      id,
      kind,
      revoked_at: shownTime(revokedAt ?? now),
      revoked_before: revokedAt !== null,
    };
    if (revokedAt !== null) return { answer, before: null, after: null, unchanged: true };
    const { scopes, projects, relationships } = aboutToken(found);
    const { event, ...revoked } = await revokedOf(records, found, now);
    const told = {
      ...event,
      action: `${kind}_token.revoke`,
      projects,
      relationships,
      tokenHashPrefix: hashPrefix(hash),
    };
    return { ...revoked, answer, scopes, event: told };
  },
});

async function findById({ tokens }: Records, id: string): Promise<StoredToken | undefined> {
  for (const kind of TOKEN_KINDS) {
    const token = await tokens.findById(kind, id);
    if (token) return token;
  }
  return undefined;
}

/** What was sent is never repeated: it may be another secret. */
async function findBySecret({ tokens }: Records, text: string): Promise<StoredToken | undefined> {
  const secret = parseSecret(text);
  if (secret) return await tokens.find(secret.kind, hashSecret(secret));
  throw new Problem('invalid_request', 'There is no token in the request.', [
    {
      at: '/token',
      detail: 'is not a whole token of this exchange; one is dpu_, dpp_ or dpb_ and 36 characters',
    },
  ]);
}

/** A user's own token is no business of any one organization. */
function aboutToken(token: StoredToken) {
  const { scopes, projects, relationships } = tokenEventFields(token);
  return { scopes: token.kind === 'user' ? [] : scopes, projects, relationships };
}

/** The same change as the operation of this kind of token makes. */
async function revokedOf(records: Records, token: StoredToken, now: number): Promise<Recorded> {
  switch (token.kind) {
    case 'build':
      await records.tokens.revokeBuildToken(token.id, now);
      return {
        before: shownBuildToken(token, null),
        after: shownBuildToken(token, now),
        event: { decision: 'revoked' },
      };
    case 'project': {
      const record = await records.projectTokens.find(token.id);
      if (!record) throw notFound();
      return withoutAnswer(await revokeProjectTokenRecord(records, record, now));
    }
    case 'user': {
      const record = await records.userTokens.find(token.id);
      if (!record) throw notFound();
      return withoutAnswer(await revokeUserTokenRecord(records, record, now));
    }
  }
}

function withoutAnswer({ answer: _, ...recorded }: Change<null>): Recorded {
  return recorded;
}

function shownBuildToken({ id, createdAt, expiresAt }: StoredBuildToken, revokedAt: number | null) {
  return {
    id,
    created_at: shownTime(createdAt),
    expires_at: shownTime(expiresAt),
    revoked_at: revokedAt === null ? null : shownTime(revokedAt),
  };
}
