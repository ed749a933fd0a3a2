import { PATHS } from '../../protocol/token-exchange.ts';
import type { Retry } from '../failure/failure.ts';
import { oneLine } from '../failure/one-line.ts';
import type { HttpAnswer, RequestRunner } from '../system/port.ts';
import { parseMembers, redacted, shapeOf } from './answer.ts';
import { NetworkFault } from './network-fault.ts';
import { isTransient, pauseBefore } from './retry.ts';

/** A token, and the exchange that revokes it. */
export interface Revocable {
  url: string;
  token: string;
}

/** All in all at most 8 s: a job must not wait longer for a courtesy to a dead exchange. */
const RETRY: Retry = { tries: 3, least: 0, spread: 500, maxSpread: 1_000 };
const TRY_LIMIT = 2_000;

/**
 * RFC 7009 wants 200 even for a token that is not valid; others that we met answer with one of these
 * statuses, and with one of these errors of RFC 6749 section 5.2 or RFC 6750 section 3.1. The status
 * alone tells nothing of the token: a proxy that does not pass this path on says 404, too.
 */
const DEAD_STATUSES = [400, 401, 404, 410];
const DEAD_ERRORS: readonly unknown[] = ['invalid_request', 'invalid_token', 'invalid_grant'];

/** Revokes a token; warns, and no more, if that cannot be done. */
export async function revokeToken(runner: RequestRunner, revocable: Revocable): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await tryOnce(runner, revocable);
    if (outcome === 'revoked') return runner.info('Dockpass: the build token is revoked.');
    if (outcome === 'dead') return runner.info('Dockpass: the build token had already ended.');
    const pause = outcome.final ? undefined : pauseBefore(RETRY, tries, runner.random);
    if (pause === undefined || runner.cutOff.aborted) return warn(runner, outcome.seen);
    await runner.pause(pause, runner.cutOff);
  }
}

/** `final`: another try would end in the same way. */
type Outcome = 'revoked' | 'dead' | { seen: string; final: boolean };

async function tryOnce(runner: RequestRunner, { url, token }: Revocable): Promise<Outcome> {
  const request = {
    method: 'POST',
    url: url + PATHS.revoke,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({ token }).toString(),
  } as const;
  try {
    // Not even a cancelled job leaves a revocation in the middle; TRY_LIMIT bounds it.
    const answer = await runner.send(request, { within: TRY_LIMIT });
    return outcomeOf(redacted(answer, token));
  } catch (error) {
    if (error instanceof NetworkFault) return { seen: error.message, final: error.final };
    throw error;
  }
}

function outcomeOf(answer: HttpAnswer): Outcome {
  const { status, body } = answer;
  if (status === 200) return 'revoked';
  const error = parseMembers(body)?.error;
  if (DEAD_STATUSES.includes(status) && DEAD_ERRORS.includes(error)) return 'dead';
  const what = typeof error === 'string' ? `the error "${oneLine(error)}"` : shapeOf(answer);
  const seen = `the exchange answered HTTP ${status} with ${what}`;
  return { seen, final: !isTransient(status) };
}

function warn(runner: RequestRunner, seen: string): void {
  runner.warn(
    'Dockpass: the build token was not revoked',
    `It stays valid until its lifetime is over, then ends by itself. Seen: ${seen}.`,
  );
}
