import { isIPv6 } from 'node:net';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { Clock } from '../system/clock.ts';
import { networksAround } from '../system/ip-networks.ts';
import { createWindows, sharedEvent } from '../system/windows.ts';

/**
 * Each rejects with the Refusal `rate_limited`, which says when to come back. All that one key is
 * refused within one window share an audit event, so that the limit protects the store as well.
 */
export interface RateLimits {
  /** Counted before anything is looked at. */
  takeAddress(clientAddress: string | null): Promise<void>;
  /** Counted once the token is verified, so that nobody can use up another repository's share. */
  takeRepository(identity: Identity): Promise<void>;
}

/** Requests per minute; 0: no limit. */
interface Limits {
  perAddress: number;
  perRepository: number;
}

const WINDOW_MS = 60_000;

/** Of each kind: about 10 MB. */
const MAX_KEYS = 50_000;

/**
 * As many /64s of one /48 together: whoever has the one may have all of the other. Of IPv4 addresses, one
 * says nothing about its neighbours.
 */
const ADDRESSES_PER_SITE = 4;

/** Counts in this process: behind a load balancer every replica has its own count. */
export function createRateLimits({ perAddress, perRepository }: Limits, clock: Clock): RateLimits {
  const perSite = ADDRESSES_PER_SITE * perAddress;
  const takeSite = limit(perSite, 'Too many requests from this network', clock);
  const takeCustomer = limit(perAddress, 'Too many requests from this address', clock);
  const takeRepository = limit(perRepository, 'Too many exchanges from this repository', clock);
  return {
    async takeAddress(clientAddress) {
      const address = clientAddress ?? '';
      const { customer, site } = networksAround(address);
      // First: what one customer is refused must not use up what the others have together.
      takeCustomer(customer);
      if (isIPv6(address)) takeSite(site);
    },
    async takeRepository({ issuer, claims }) {
      takeRepository(`${issuer.id} ${claims.repository_id}`);
    },
  };
}

function limit(points: number, complaint: string, clock: Clock): (key: string) => void {
  if (points === 0) return () => {};
  const windowOf = createWindows({ length: WINDOW_MS, max: MAX_KEYS, clock });
  return (key) => {
    const window = windowOf(key);
    window.used++;
    if (window.used <= points) return;
    const retryAfter = Math.max(1, Math.ceil((window.endsAt - clock()) / 1000));
    throw new Refusal('rate_limited', `${complaint}; try again in ${retryAfter} seconds.`, {
      retryAfter,
      sharedEvent: (record) => sharedEvent(window, 'rate_limited', record),
    });
  };
}
