import { networkInterfaces } from 'node:os';

export const NO_IPV6 = 'Skipped: this machine has no IPv6 loopback.';

/** Whether servers of a test can listen on ::1. */
export function onIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  );
}
