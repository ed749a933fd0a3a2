/**
 * Where a project's builder is, as administrators write it. A fault says why the text may not stand
 * there, as `is wrong; do this instead`; undefined if it may.
 */

import { isIP, isIPv6 } from 'node:net';

/** A host, an IPv6 address in brackets, and the port. */
const ENDPOINT = /^tcp:\/\/(?:\[([0-9a-fA-F:.]+)\]|([^\s/?#@:[\]]+)):([0-9]{1,5})$/;

const MAX_NAME_LENGTH = 253;

/** As in DNS, with underscores, which names of services in compose files have. */
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

export function builderEndpointFault(endpoint: string): string | undefined {
  const [, address, host, port] = ENDPOINT.exec(endpoint) ?? [];
  if (port === undefined)
    return 'is not a valid endpoint; write it as buildx takes it, such as tcp://builder.example.com:1234';
  if (address === undefined ? !isHost(host ?? '') : !isIPv6(address))
    return 'has no valid host; write it as buildx takes it, such as tcp://builder.example.com:1234';
  if (Number(port) < 1 || Number(port) > 65_535)
    return 'has no valid port; use one from 1 to 65535, such as the 1234 of buildkitd';
  return undefined;
}

/** The host of an endpoint without faults. */
export function defaultServerName(endpoint: string): string {
  const [, address, host] = ENDPOINT.exec(endpoint) ?? [];
  return address ?? host ?? '';
}

export function serverNameFault(name: string): string | undefined {
  // An address with a zone means something on one machine only, and stands in no certificate.
  if (isHost(name) || (isIPv6(name) && !name.includes('%'))) return undefined;
  return 'is not a valid host name; write one that the certificate of the builder has, such as builder.example.com';
}

function isHost(text: string): boolean {
  // What looks like an IPv4 address must be one: resolvers disagree about the others.
  if (/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/i.test(text)) return isIP(text) === 4;
  return text.length <= MAX_NAME_LENGTH && text.split('.').every((label) => LABEL.test(label));
}
