import { isIPv6 } from 'node:net';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimits } from '../flows/rate-limits.ts';
import { Refusal } from '../refusal.ts';

/** Exchanges per minute; 0: no limit. */
export interface Limits {
  perAddress: number;
  perRepository: number;
}

const WINDOW_SECONDS = 60;

/** Counts in this process: behind a load balancer every replica has its own count. */
export function createRateLimits({ perAddress, perRepository }: Limits): RateLimits {
  const addresses = limiter(perAddress);
  const repositories = limiter(perRepository);
  return {
    takeAddress: (clientAddress) =>
      take(addresses, networkOf(clientAddress ?? ''), 'Too many exchanges from this address'),
    takeRepository: ({ issuer, claims }) =>
      take(
        repositories,
        `${issuer.id} ${claims.repository_id}`,
        'Too many exchanges from this repository',
      ),
  };
}

function limiter(points: number): RateLimiterMemory | undefined {
  return points > 0 ? new RateLimiterMemory({ points, duration: WINDOW_SECONDS }) : undefined;
}

async function take(
  limiter: RateLimiterMemory | undefined,
  key: string,
  complaint: string,
): Promise<void> {
  await limiter?.consume(key).catch((exceeded: RateLimiterRes) => {
    const retryAfter = Math.max(1, Math.ceil(exceeded.msBeforeNext / 1000));
    throw new Refusal('rate_limited', `${complaint}; try again in ${retryAfter} seconds.`, {
      retryAfter,
    });
  });
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
