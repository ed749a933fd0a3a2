import { z } from 'zod';
import { type SessionRecord, SIGN_IN_METHODS } from '../../sessions/session.ts';
import { userOf } from './actor.ts';
import { id, shownTime, time } from './fields.ts';
import { change, read } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { installation, type Target } from './target.ts';

const shape = z
  .object({
    id,
    method: z.enum(SIGN_IN_METHODS).meta({ description: 'How you signed in.' }),
    client_address: z.string().nullable(),
    user_agent: z.string().meta({ description: 'As the browser named itself.' }),
    created_at: time,
    last_seen_at: time.meta({ description: 'To the next few minutes.' }),
    expires_at: time,
  })
  .meta({ id: 'UserSession', description: 'Where you are signed in to the console.' });

function shownSession(session: SessionRecord) {
  return {
    id: session.id,
    method: session.method,
    client_address: session.clientAddress,
    user_agent: session.userAgent,
    created_at: shownTime(session.createdAt),
    last_seen_at: shownTime(session.lastSeenAt),
    expires_at: shownTime(session.expiresAt),
  };
}

const ownSession: Target<SessionRecord> = {
  parameter: 'session_id',
  async find(records, { session_id = '' }, { user }) {
    const entity = await records.sessions.find(session_id);
    if (!entity || entity.userId !== user?.id) return undefined;
    return { entity, organizationId: null, projectId: null };
  },
};

export const listUserSessions = read({
  name: 'session.list',
  summary: 'Where you are signed in to the console',
  access: 'own',
  target: installation,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ actor, records, now }, query) =>
    pageOf(
      query,
      (page) => records.sessions.list(userOf(actor).id, page, now),
      ({ id }) => id,
      shownSession,
    ),
});

export const getUserSession = read({
  name: 'session.get',
  summary: 'Get one of your sessions of the console',
  access: 'own',
  target: ownSession,
  answer: shape,
  read: async ({ entity }) => shownSession(entity),
});

export const endUserSession = change({
  name: 'session.delete',
  summary: 'End one of your sessions of the console',
  access: 'own',
  target: ownSession,
  represent: shownSession,
  async change({ entity, records }) {
    await records.sessions.remove(entity.id);
    return { answer: null, before: shownSession(entity), after: null };
  },
});

export const endOtherSessions = change({
  name: 'session.delete_others',
  summary: 'End all of your sessions of the console, except the one that asks',
  access: 'own',
  target: installation,
  async change({ actor, records }) {
    const kept = actor.session?.id ?? null;
    await records.sessions.removeOthers(userOf(actor).id, kept);
    return { answer: null, before: null, after: { kept } };
  },
});
