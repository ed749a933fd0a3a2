import { isIPv6 } from 'node:net';

/** Around one address, as texts to count by. */
export interface IpNetworks {
  /** One customer: an IPv4 address, or the /64 that whoever has one IPv6 address has all of. */
  customer: string;
  /** What one customer may have many of: the /24 around an IPv4 address, the /48 around an IPv6 one. */
  site: string;
}

export function networksAround(address: string): IpNetworks {
  if (!isIPv6(address))
    return { customer: address, site: address.split('.').slice(0, 3).join('.') };
  const groups = groupsOf(address);
  return { customer: groups.slice(0, 4).join(':'), site: groups.slice(0, 3).join(':') };
}

/** All eight, as whoever writes an address may leave zeros out (RFC 4291 section 2.2). */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16).toString(16));
}
