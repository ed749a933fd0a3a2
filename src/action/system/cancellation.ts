import type { Cancellation } from './port.ts';

/**
 * The runner sends SIGINT when a job is cancelled, SIGTERM 7.5 s and SIGKILL 10 s after it. An
 * exchange in flight gets this long, so that a token that it still issues can be revoked.
 */
const CUT_OFF_AFTER = 3_000;

export const EXIT_CODES: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

export function listenForCancellation(): Cancellation {
  const cancelled = new AbortController();
  const cutOff = new AbortController();
  for (const name of Object.keys(EXIT_CODES)) {
    // oxlint-disable-next-line no-restricted-globals -- its signals, not its environment
    process.on(name, () => {
      // The first signal is the reason: what is aborted already stays as it is.
      cancelled.abort(name);
      setTimeout(() => cutOff.abort(name), CUT_OFF_AFTER).unref();
    });
  }
  return { cancelled: cancelled.signal, cutOff: cutOff.signal };
}
