import { isIPv6 } from 'node:net';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimits } from '../flows/rate-limits.ts';
import { Refusal } from '../refusal.ts';

/** Requests per minute; 0: no limit. */
export interface Limits {
  perAddress: number;
  perRepository: number;
}

const WINDOW_SECONDS = 60;

/** Counts in this process: behind a load balancer every replica has its own count. */
export function createRateLimits({ perAddress, perRepository }: Limits): RateLimits {
  const takeAddress = limit(perAddress, 'Too many requests from this address');
  const takeRepository = limit(perRepository, 'Too many exchanges from this repository');
  return {
    takeAddress: (clientAddress) => takeAddress(networkOf(clientAddress ?? '')),
    takeRepository: ({ issuer, claims }) => takeRepository(`${issuer.id} ${claims.repository_id}`),
  };
}

function limit(points: number, complaint: string): (key: string) => Promise<void> {
  if (points === 0) return async () => {};
  const limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  const sharedEventOf = createSharedEvents();
  return async (key) => {
    await limiter.consume(key).catch(({ msBeforeNext, consumedPoints }: RateLimiterRes) => {
      const isFirst = consumedPoints === points + 1;
      const retryAfter = Math.max(1, Math.ceil(msBeforeNext / 1000));
      throw new Refusal('rate_limited', `${complaint}; try again in ${retryAfter} seconds.`, {
        retryAfter,
        sharedEvent: sharedEventOf(key, isFirst, msBeforeNext),
      });
    });
  };
}

type SharedEvent = (id: string) => string;

/**
 * For each limited key the event that tells of every refusal within its window: the first that is
 * offered. What is remembered is forgotten with the window, as the limiter forgets its count.
 */
function createSharedEvents() {
  const sharedEvents = new Map<string, SharedEvent>();
  return (key: string, isFirst: boolean, msBeforeNext: number): SharedEvent => {
    const known = sharedEvents.get(key);
    if (known && !isFirst) return known;
    let first: string | undefined;
    const sharedEvent = (id: string) => {
      first ??= id;
      return first;
    };
    sharedEvents.set(key, sharedEvent);
    setTimeout(() => {
      // A timer that is late must not forget the next window.
      if (sharedEvents.get(key) === sharedEvent) sharedEvents.delete(key);
    }, msBeforeNext).unref();
    return sharedEvent;
  };
}

/** Whoever has one IPv6 address has the whole /64 around it. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
