import { type AuditedDeps, draftEvent, logFields } from '../../audit/audited.ts';
import type { AuditEvent } from '../../audit/event.ts';
import type { SessionRecord, SignInMethod, Visitor } from '../../sessions/session.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { userName } from '../../tokens/event-fields.ts';
import { shownTime } from '../admin/fields.ts';
import type { Recorded } from '../admin/operation.ts';

type EventDeps = Pick<AuditedDeps, 'clock' | 'random'>;

/** Somebody has signed in. */
export function signInEvent(
  deps: EventDeps,
  user: UserRecord,
  { id, method, clientAddress, createdAt, expiresAt }: SessionRecord,
): AuditEvent {
  const times = { created_at: shownTime(createdAt), expires_at: shownTime(expiresAt) };
  const after = { id, user_id: user.id, method, ...times };
  const change = { action: 'session.create', before: null, after };
  return changeEvent(deps, userName(user), clientAddress, change);
}

/** What changes while somebody signs in, recorded as operations record it. */
export function changeEvent(
  deps: EventDeps,
  actor: string,
  clientAddress: string | null,
  {
    action,
    before,
    after,
    scopes = [],
  }: Pick<Recorded, 'before' | 'after' | 'scopes'> & { action: string },
): AuditEvent {
  return {
    ...draftEvent(deps, action, { clientAddress }),
    decision: 'changed',
    actor,
    scopes,
    detail: { before, after },
  };
}

/**
 * Somebody tried to sign in, and was not let in. Those who try again and again share an event. `actor`: whose
 * account it was about, if that is known; `cause`: what people are not told.
 */
export async function recordRefusedSignIn(
  deps: AuditedDeps,
  { clientAddress }: Visitor,
  refused: { method: SignInMethod; message: string; actor?: string; cause?: unknown },
): Promise<void> {
  const { method, message, actor = null, cause = null } = refused;
  const event: AuditEvent = {
    ...draftEvent(deps, 'session.create', { clientAddress }),
    actor,
    detail: { method, message, cause },
  };
  const { reference, sharedUntil } = deps.chargeEvent(event);
  deps.log.info({ ...logFields(event), reference, method }, 'session.create refused');
  if (reference !== event.id) return;
  if (sharedUntil !== null) event.detail = { ...Object(event.detail), shared_until: sharedUntil };
  await deps.store.appendEvent(event);
}
