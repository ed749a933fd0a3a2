import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv4 } from 'node:net';
import type { Log } from '../system/log.ts';
import { forwardedAddress, plainAddress } from './forwarded-address.ts';

/** Null only if the connection is gone already. */
export type ClientAddress = (incoming: IncomingMessage) => string | null;

/**
 * The address that a request came from. `X-Forwarded-For` is believed only as far as trusted proxies
 * wrote it: read from its end, up to the first address that is none of theirs. Everything further
 * left is whatever the client claimed, and would let it choose the address it is counted under. So an
 * entry that cannot be read ends the reading, and the proxy that wrote it counts as the client.
 */
export function createClientAddress(trustedProxies: readonly string[], log: Log): ClientAddress {
  if (trustedProxies.length === 0) return peerAddressOnly(log);
  const trusted = networksOf(trustedProxies);
  const warnOf = unreadableHeaders(log);
  return (incoming) => {
    let address = peerAddress(incoming);
    const hops = forwardedFor(incoming);
    while (address !== null && isTrusted(trusted, address)) {
      const entry = hops.pop();
      const hop = entry === undefined ? undefined : forwardedAddress(entry);
      if (hop === undefined) {
        warnOf(incoming, address, entry);
        break;
      }
      address = hop;
    }
    return address;
  };
}

type WarnOf = (incoming: IncomingMessage, proxy: string, entry: string | undefined) => void;

/** Much longer than an address; whoever reads the log need not see more to know who wrote it. */
const QUOTED = 64;

/** Says once for each header that a trusted proxy does not tell its clients apart by it. */
function unreadableHeaders(log: Log): WarnOf {
  const warned = new Set<string>();
  const warnOnce = (header: string, fields: object, message: string) => {
    if (!warned.has(header)) log.warn(fields, message);
    warned.add(header);
  };
  return ({ headers }, proxy, entry) => {
    if (entry !== undefined)
      warnOnce(
        'X-Forwarded-For',
        { proxy, entry: entry.slice(0, QUOTED) },
        'X-Forwarded-For has an entry that is no address: all clients of the proxy that wrote it share one rate limit; have it write the address that it sees',
      );
    else if (headers.forwarded !== undefined && headers['x-forwarded-for'] === undefined)
      warnOnce(
        'Forwarded',
        { proxy },
        'Forwarded is not read: all clients of the proxy that sends it share one rate limit; have it send X-Forwarded-For',
      );
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

/** Node joins the lines of a header that comes several times. */
function forwardedFor({ headers }: IncomingMessage): string[] {
  const header = headers['x-forwarded-for'];
  return header === undefined ? [] : String(header).split(',');
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
