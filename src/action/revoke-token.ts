import { PATHS } from '../protocol/token-exchange.ts';
import { NetworkFault } from './network-fault.ts';
import { pauseBefore, type Retry } from './retry.ts';
import type { Asking } from './runner.ts';
import type { Revocable } from './state.ts';

/** All in all at most 8 s: a job must not wait longer for a courtesy to a dead exchange. */
const RETRY: Retry = { tries: 3, least: 0, spread: 500, maxSpread: 1_000 };
const TRY_LIMIT = 2_000;

/** RFC 7009 wants 200 even for a token that is not valid; others that we met say one of these. */
const ALREADY_DEAD = [400, 401, 404, 410];

/** Revokes a token; warns, and no more, if that cannot be done. */
export async function revokeToken(runner: Asking, revocable: Revocable): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await tryOnce(runner, revocable);
    if (outcome === 'revoked') return runner.info('Dockpass: the build token is revoked.');
    if (outcome === 'dead') return runner.info('Dockpass: the build token had already ended.');
    const pause = pauseBefore(RETRY, tries, runner.random);
    if (pause === undefined || runner.cutOff.aborted) return warn(runner, outcome.seen);
    await runner.pause(pause, runner.cutOff);
  }
}

async function tryOnce(
  runner: Asking,
  { url, token }: Revocable,
): Promise<'revoked' | 'dead' | { seen: string }> {
  const request = {
    method: 'POST',
    url: url + PATHS.revoke,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({ token }).toString(),
  } as const;
  try {
    // Not even a cancelled job leaves a revocation in the middle; TRY_LIMIT bounds it.
    const { status } = await runner.send(request, { within: TRY_LIMIT });
    if (status === 200) return 'revoked';
    if (ALREADY_DEAD.includes(status)) return 'dead';
    return { seen: `the exchange answered HTTP ${status}` };
  } catch (error) {
    if (error instanceof NetworkFault) return { seen: error.message };
    throw error;
  }
}

function warn(runner: Asking, seen: string): void {
  runner.warn(
    'Dockpass: the build token was not revoked',
    `It stays valid until its lifetime is over, then ends by itself. Seen: ${seen}.`,
  );
}
