import { Refusal } from '../refusal.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Random } from '../system/random.ts';
import type { AuditStore } from './audit-store.ts';
import { cutEvent } from './cut-event.ts';
import type { AskedFor, AuditEvent, RefusedToken } from './event.ts';
import type { ChargeEvent } from './event-budget.ts';

export interface AuditDeps {
  store: AuditStore;
  clock: Clock;
  random: Random;
  log: Log;
}

/** What a story is run with. */
export interface AuditedDeps extends AuditDeps {
  chargeEvent: ChargeEvent;
}

/** Who is calling, as far as the connection says. */
export interface RequestContext {
  clientAddress: string | null;
}

/** An event while its request is under way: the story fills in what it learns. */
export type DraftEvent = { -readonly [Field in keyof AuditEvent]: AuditEvent[Field] } & {
  /** Of ours, which the request has shown in vain. */
  token?: RefusedToken;
  /** Once it is known who asks. */
  asked?: AskedFor;
};

/** How every story ends; `reference` is the id of the audit event that tells of it. */
export type Outcome<Answer> = { answer: Answer; reference: string } | Refused;

export interface Refused {
  refusal: Refusal;
  reference: string;
}

/**
 * Runs one story so that no exit goes unrecorded. A story that succeeds writes the event itself, in
 * the transaction that makes it true; a refusal, or anything unforeseen, is written here, outside of
 * whatever was rolled back, or points to the event that tells of it already.
 */
export async function audited<Answer>(
  deps: AuditedDeps,
  action: string,
  context: RequestContext,
  story: (event: DraftEvent) => Promise<Answer>,
): Promise<Outcome<Answer>> {
  const event = draftEvent(deps, action, context);
  try {
    const answer = await story(event);
    if (event.decision !== 'refused')
      deps.log.info(logFields(event), `${event.action} ${event.decision}`);
    return { answer, reference: event.id };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : unforeseen(error, event, deps.log);
    return { refusal, reference: await recordRefusal(deps, event, refusal) };
  }
}

export function draftEvent(
  { clock, random }: Pick<AuditDeps, 'clock' | 'random'>,
  action: string,
  context: RequestContext,
): DraftEvent {
  return {
    id: random.id(),
    time: new Date(clock()).toISOString(),
    action,
    decision: 'refused',
    reason: null,
    actor: null,
    issuer: null,
    claims: null,
    scopes: [],
    projects: [],
    permissions: [],
    relationships: [],
    wouldGrant: [],
    tokenHashPrefix: null,
    clientAddress: context.clientAddress,
    detail: null,
  };
}

/** The id of the event that tells of the refusal. */
async function recordRefusal(
  deps: AuditedDeps,
  event: DraftEvent,
  refusal: Refusal,
): Promise<string> {
  event.decision = 'refused';
  event.reason = refusal.reason;
  event.permissions = [];
  event.tokenHashPrefix = null;
  const { token, asked } = event;
  const { detail, omitted } = refusal.details;
  event.detail = {
    message: refusal.message,
    cause: detail ?? null,
    ...(omitted !== undefined && { omitted }),
    ...(token && { token }),
    ...(asked && { asked }),
  };
  cutEvent(event);
  const record = () => recordedAs(deps, event);
  const reference = refusal.details.sharedEvent?.(record) ?? record();
  if (reference !== event.id) {
    deps.log.debug({ ...logFields(event), reference }, `${event.action} refused`);
    return reference;
  }
  deps.log.info(logFields(event), `${event.action} refused`);
  try {
    await deps.store.appendEvent(event);
  } catch (error) {
    // The caller still gets the refusal; the log is then the only record of it. Without the detail,
    // which holds what a client has sent: that may be what the store could not write.
    deps.log.error({ ...logFields(event), err: error }, 'audit event could not be written');
  }
  return reference;
}

/** The id of the event that tells of it: its own, if whoever was refused may store one more. */
function recordedAs({ chargeEvent }: AuditedDeps, event: DraftEvent): string {
  const { reference, sharedUntil } = chargeEvent(event);
  if (sharedUntil !== null) event.detail = { ...Object(event.detail), shared_until: sharedUntil };
  return reference;
}

function unforeseen(error: unknown, event: DraftEvent, log: Log): Refusal {
  log.error({ err: error, reference: event.id }, `${event.action} failed`);
  const message = `The exchange failed on its side; try again, and give its operator the reference if it persists.`;
  return new Refusal('internal_error', message, { cause: error });
}

export function logFields(event: AuditEvent): object {
  const { id, action, decision, reason, projects, permissions, tokenHashPrefix, clientAddress } =
    event;
  return {
    reference: id,
    action,
    decision,
    reason,
    repository: event.claims?.repository,
    run_id: event.claims?.run_id,
    projects,
    permissions,
    token_hash_prefix: tokenHashPrefix,
    client_address: clientAddress,
  };
}
