import { Refusal } from '../refusal.ts';
import type { Clock } from '../system/clock.ts';
import { networksAround } from '../system/ip-networks.ts';
import { createWindows } from '../system/windows.ts';

const WINDOW_MS = 60_000;

/** Of each kind: about 2 MB. */
const MAX_KEYS = 10_000;

/** Within a minute. */
const FAILURES_OF_NETWORK = 20;
const FAILURES_OF_ACCOUNT = 10;
const CEREMONIES_OF_NETWORK = 60;

/** Beside the limit on all requests. Each rejects with the Refusal `rate_limited`, which says when to come back. */
export interface SignInLimits {
  /** Before anything is looked at. `account`: whose it would be, if that is known. */
  requireRoom(clientAddress: string | null, account?: string): void;
  /** Only those who were not let in count: whoever knows how, signs in as often as they like. */
  countFailure(clientAddress: string | null, account?: string): void;
  /** Each is a row of the database: a sign-in that was begun, a session, a user who joined. */
  takeCeremony(clientAddress: string | null): void;
}

/** Counted in this process, as rate limits are. */
export function createSignInLimits(clock: Clock): SignInLimits {
  const windows = { length: WINDOW_MS, max: MAX_KEYS, clock };
  const networks = createWindows(windows);
  const accounts = createWindows(windows);
  const ceremonies = createWindows(windows);
  const ofNetwork = (address: string | null) => networks(networksAround(address ?? '').customer);
  const refuse = ({ endsAt }: { endsAt: number }, who: string) => {
    const retryAfter = Math.max(1, Math.ceil((endsAt - clock()) / 1000));
    throw new Refusal(
      'rate_limited',
      `Too many attempts to sign in ${who}; try again in ${retryAfter} seconds.`,
      { retryAfter },
    );
  };
  return {
    requireRoom(clientAddress, account) {
      const network = ofNetwork(clientAddress);
      if (network.used >= FAILURES_OF_NETWORK) refuse(network, 'from this network');
      if (account === undefined) return;
      const own = accounts(account);
      if (own.used >= FAILURES_OF_ACCOUNT) refuse(own, 'with this passkey');
    },
    countFailure(clientAddress, account) {
      ofNetwork(clientAddress).used++;
      if (account !== undefined) accounts(account).used++;
    },
    takeCeremony(clientAddress) {
      const window = ceremonies(networksAround(clientAddress ?? '').customer);
      if (window.used >= CEREMONIES_OF_NETWORK) refuse(window, 'from this network');
      window.used++;
    },
  };
}
