import { BlockList, isIP } from 'node:net';

/**
 * Whether NO_PROXY leaves the proxy out for a host (an IPv6 address without brackets) and port. Read
 * as curl does, plus ports and asterisks, which other programs take: names hold for what is below
 * them, too, addresses and networks for themselves, `*` for everything.
 */
export function leavesOut(noProxy: string, host: string, port: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => covers(entry.toLowerCase(), host.toLowerCase(), port));
}

/** `name`, `.name`, `*.name`, `address`, `network/bits`, any of them with a port; or a URL. */
const ENTRY =
  /^(?:[a-z]+:\/\/)?(\[[^\]]*\]|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*|[^:/]*)(?:\/([0-9]{1,3})$)?(?::([0-9]+))?/;

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, text = '', bits, entryPort = port] = ENTRY.exec(entry) ?? [];
  const name = text
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  if (name === '' || entryPort !== port) return false;
  const family = isIP(name);
  if (family !== 0) return isWithin(host, name, bits);
  const bare = host.replace(/\.$/, '');
  return bare === name || bare.endsWith(`.${name}`);
}

function isWithin(host: string, address: string, bits: string | undefined): boolean {
  const longest = isIP(address) === 6 ? 128 : 32;
  const length = Number(bits ?? longest);
  if (isIP(host) === 0 || length > longest) return false;
  const networks = new BlockList();
  networks.addSubnet(address, length, longest === 128 ? 'ipv6' : 'ipv4');
  return networks.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}
