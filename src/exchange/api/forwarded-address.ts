import { isIP, isIPv4, isIPv6 } from 'node:net';

/** An address in brackets or without a colon, and a port behind it, as some gateways write. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([^:]*))(?::[0-9]{1,5})?$/;

/**
 * The address in one entry of `X-Forwarded-For`, for which there is no standard: `192.0.2.8`,
 * `192.0.2.8:5123`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:5123`, each perhaps in quotes or with
 * the zone of an interface. Undefined if there is none, as in `unknown` or `_hidden` (RFC 7239 section 6).
 */
export function forwardedAddress(entry: string): string | undefined {
  const text = entry.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed, plain] = isIP(text) ? [] : (WITH_PORT.exec(text) ?? []);
  return plainAddress(bracketed ?? plain ?? text);
}

/** In the one form in which addresses are compared and counted; undefined if it is none. */
export function plainAddress(text: string): string | undefined {
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
