import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { Log } from '../system/log.ts';

/** Null only if the connection is gone already. */
export type ClientAddress = (incoming: IncomingMessage) => string | null;

/**
 * The address that a request came from. `X-Forwarded-For` is believed only as far as trusted proxies
 * wrote it: read from its end, up to the first address that is none of theirs. Everything further
 * left is whatever the client claimed, and would let it choose the address it is counted under.
 */
export function createClientAddress(trustedProxies: readonly string[], log: Log): ClientAddress {
  if (trustedProxies.length === 0) return peerAddressOnly(log);
  const trusted = networksOf(trustedProxies);
  return (incoming) => {
    let address = peerAddress(incoming);
    const hops = forwardedFor(incoming);
    while (address !== null && isTrusted(trusted, address)) {
      const hop = plainAddress(hops.pop() ?? '');
      if (hop === undefined) break;
      address = hop;
    }
    return address;
  };
}

/** Says once that a proxy seems to be there: unknown, it makes one client out of all behind it. */
function peerAddressOnly(log: Log): ClientAddress {
  let warned = false;
  return (incoming) => {
    if (!warned && incoming.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      log.warn(
        { peer: peerAddress(incoming) },
        'X-Forwarded-For is not believed: if a proxy of yours sends it, name the proxy in DOCKPASS_TRUSTED_PROXIES, or all of its clients share one rate limit',
      );
    }
    return peerAddress(incoming);
  };
}

function peerAddress({ socket }: IncomingMessage): string | null {
  return plainAddress(socket.remoteAddress ?? '') ?? null;
}

function forwardedFor({ headers }: IncomingMessage): string[] {
  return String(headers['x-forwarded-for'] ?? '').split(',');
}

/** IPv4 that arrived at a dual-stack socket reads `::ffff:192.0.2.1`. */
function plainAddress(text: string): string | undefined {
  const address = text.trim().replace(/^::ffff:(?=[0-9.]+$)/i, '');
  return isIP(address) ? address : undefined;
}

function isTrusted(networks: BlockList, address: string): boolean {
  return networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function networksOf(entries: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const [family, bits] = isIPv4(address) ? (['ipv4', 32] as const) : (['ipv6', 128] as const);
    networks.addSubnet(address, Number(prefix ?? bits), family);
  }
  return networks;
}
