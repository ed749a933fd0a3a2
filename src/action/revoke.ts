import { PATHS } from '../protocol/token-exchange.ts';
import type { SendLimits } from './exchange-client.ts';
import { NetworkFault } from './network-fault.ts';
import { pauseBefore, type Retry } from './retry.ts';
import type { Runner } from './runner.ts';
import { parseState, type State, sha256 } from './state.ts';

const RETRY: Retry = { tries: 3, base: 500, cap: 1_000 };
const TRY_LIMIT = 2_000;

/** The story of post: take back what main left behind, and fail nothing by it. */
export async function revoke(runner: Runner): Promise<number> {
  try {
    const state = parseState(runner.state());
    if (state.variable) forgetVariable(runner, state.variable);
    if (state.revoke) await revokeToken(runner, state.revoke);
  } catch (error) {
    runner.warn('Dockpass: cleaning up failed', String(error));
  }
  return 0;
}

/** A variable that another step has set since then is that step's. */
function forgetVariable(runner: Runner, { name, sha256: ours }: NonNullable<State['variable']>) {
  const value = runner.env(name);
  if (value !== undefined && sha256(value) === ours) runner.exportVariable(name, '');
}

/** RFC 7009: 200 also for a token that has expired or was never known. */
export async function revokeToken(
  runner: Runner,
  { url, token }: NonNullable<State['revoke']>,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const seen = await tryToRevoke(runner, url, token);
    if (seen === undefined) return runner.info('Dockpass: the build token is revoked.');
    const pause = pauseBefore(RETRY, tries, runner.random);
    if (pause === undefined || runner.cutOff.aborted) return warn(runner, seen);
    await runner.pause(pause, runner.cutOff);
  }
}

/** What went wrong, undefined if nothing. */
async function tryToRevoke(runner: Runner, url: string, token: string) {
  const limits: SendLimits = { within: TRY_LIMIT, unless: new AbortController().signal };
  try {
    const answer = await runner.send(
      {
        method: 'POST',
        url: url + PATHS.revoke,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token }).toString(),
      },
      limits,
    );
    return answer.status === 200 ? undefined : `the exchange answered HTTP ${answer.status}`;
  } catch (error) {
    if (error instanceof NetworkFault) return error.message;
    throw error;
  }
}

function warn(runner: Runner, seen: string): void {
  runner.warn(
    'Dockpass: the build token was not revoked',
    `${seen}. The token ends by itself when its lifetime is over.`,
  );
}
