import { rmSync, writeFileSync } from 'node:fs';
import { type ExchangeTerms, exchangeIdToken } from '../exchange/exchange.ts';
import { findIdTokenSource } from '../exchange/id-token.ts';
import type { IssuedToken } from '../exchange/issued-token.ts';
import { revokeToken } from '../exchange/revoke-token.ts';
import { messageOf } from '../failure/one-line.ts';
import type { RequestRunner } from '../system/port.ts';
import {
  type HeldToken,
  heldTokens,
  holdToken,
  renewalLock,
  type StepFolder,
} from './helper-folder.ts';

/**
 * A pull of eight layers asks eight times at once; one exchange serves them all. Whoever holds the
 * lock may have been killed, so nobody waits longer: two exchanges do no harm. Milliseconds.
 */
const MAX_WAIT = 10_000;
const POLL_INTERVAL = 50;

/** A token that was obtained after this call began: by us, or by somebody whom we waited for. */
export async function renew(runner: RequestRunner, step: StepFolder): Promise<HeldToken> {
  const began = runner.now();
  const lock = renewalLock(step.folder);
  const deadline = runner.elapsed() + MAX_WAIT;
  while (!isTaken(lock) && runner.elapsed() < deadline) {
    await runner.pause(POLL_INTERVAL, runner.cancelled);
    const [held] = heldTokens(step.folder);
    if (held && held.obtainedAt >= began) return held;
  }
  try {
    return await exchangeAgain(runner, step);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Taken by us. */
function isTaken(lock: string): boolean {
  try {
    writeFileSync(lock, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

async function exchangeAgain(
  runner: RequestRunner,
  { folder, terms }: StepFolder,
): Promise<HeldToken> {
  if (!terms) throw new Error('its token was not issued by an exchange, so there is no other');
  const source = findIdTokenSource(runner);
  if (!source) throw new Error(NO_SOURCE);
  const issued = await exchangeIdToken(runner, terms, source);
  const held = heldFrom(issued, runner.now());
  await keep(runner, folder, terms, held);
  return held;
}

const NO_SOURCE =
  'the build token has ended, and this process cannot ask for another: it does not see ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN, which every step of a job with `id-token: write` has; run Docker with the environment of its step';

function heldFrom({ token, expiresIn }: IssuedToken, now: number): HeldToken {
  const endsAt = expiresIn === undefined ? undefined : now + expiresIn * 1000;
  return { token, obtainedAt: now, ...(endsAt !== undefined && { endsAt }) };
}

/** A token that post could never learn of is worth nothing to the job, and revoked on the spot. */
async function keep(
  runner: RequestRunner,
  folder: string,
  { exchangeUrl }: ExchangeTerms,
  held: HeldToken,
) {
  const revoked = () => revokeToken(runner, { url: exchangeUrl, token: held.token });
  try {
    if (holdToken(folder, held)) return;
  } catch (error) {
    await revoked();
    throw new Error(`the new build token could not be kept: ${messageOf(error)}`, { cause: error });
  }
  await revoked();
  throw new Error('the new build token was not kept, because the job has ended');
}
