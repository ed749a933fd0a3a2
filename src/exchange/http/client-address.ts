import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import type { Log } from '../system/log.ts';

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

/** An address in brackets or without a colon, and a port behind it, as some gateways write. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([^:]*))(?::[0-9]{1,5})?$/;

/**
 * The address in one entry of `X-Forwarded-For`, for which there is no standard: `192.0.2.8`,
 * `192.0.2.8:5123`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:5123`, each perhaps in quotes or with
 * the zone of an interface. Undefined if there is none, as in `unknown` or `_hidden` (RFC 7239 section 6).
 */
function forwardedAddress(entry: string): string | undefined {
  const text = entry.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed, plain] = isIP(text) ? [] : (WITH_PORT.exec(text) ?? []);
  return plainAddress(bracketed ?? plain ?? text);
}

/** In the one form in which addresses are compared and counted; undefined if it is none. */
function plainAddress(text: string): string | undefined {
  const address = text.replace(/%.*$/, '');
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return undefined;
  // The short form of RFC 5952.
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  return mappedIPv4(short) ?? short;
}

/** IPv4 that arrived at a dual-stack socket reads `::ffff:192.0.2.1`, or `::ffff:c000:201` for short. */
function mappedIPv4(short: string): string | undefined {
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return undefined;
  return [high, low]
    .map((word) => Number.parseInt(word, 16))
    .flatMap((word) => [word >> 8, word & 0xff])
    .join('.');
}
