import { createHash } from 'node:crypto';
import type { Records } from '../../stores/ports/records.ts';
import { type Clock, epochSeconds } from '../../system/clock.ts';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';
import type { AdminAnswer, AdminRequest } from './request.ts';

/** Seconds for which a key is remembered. */
const REMEMBERED = 24 * 60 * 60;

/**
 * Carries a request out, or, if one with the same `Idempotency-Key` was carried out before, answers
 * what that one was answered, without its secret (draft-ietf-httpapi-idempotency-key-header), even if
 * its sender may no longer do it: they have been told already. A request that fails takes its key back
 * with everything else.
 */
export async function remembered(
  { clock }: { clock: Clock },
  operation: Operation,
  records: Records,
  request: AdminRequest,
  carryOut: () => Promise<AdminAnswer>,
): Promise<AdminAnswer> {
  const { actor, idempotencyKey: key } = request;
  if (key === null || actor.user === null) return await carryOut();
  const fingerprint = fingerprintOf(operation, request);
  const keepUntil = epochSeconds(clock) + REMEMBERED;
  const known = await records.idempotencyKeys.take(
    { userId: actor.user.id, key, fingerprint },
    keepUntil,
  );
  if (known && known.fingerprint !== fingerprint)
    throw new Problem(
      'idempotency_key_reused',
      'This Idempotency-Key was sent with another request; use a new one for each.',
    );
  if (known) return { ...(known.answer as AdminAnswer), replayed: true };
  const answer = await carryOut();
  await records.idempotencyKeys.remember(actor.user.id, key, withoutSecret(operation, answer));
  return answer;
}

function withoutSecret({ secret }: Operation, answer: AdminAnswer): AdminAnswer {
  return secret === null ? answer : { ...answer, body: { ...answer.body, [secret]: null } };
}

function fingerprintOf({ name }: Operation, { ids, input }: AdminRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([name, ids, input]))
    .digest('hex');
}
