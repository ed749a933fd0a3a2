import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { createClientAddress } from '../../../src/exchange/api/client-address.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';

/** The two things of a request that an address can be read from. */
function request(remoteAddress: string | undefined, forwardedFor?: string): IncomingMessage {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

const silent = createLog('silent', { write() {} });

describe('without trusted proxies', () => {
  const clientAddress = createClientAddress([], silent);

  test('the peer is the client, whatever it claims', () => {
    expect(clientAddress(request('203.0.113.9', '192.0.2.1'))).toBe('203.0.113.9');
  });

  test('IPv4 at a dual-stack socket is IPv4', () => {
    expect(clientAddress(request('::ffff:203.0.113.9'))).toBe('203.0.113.9');
  });

  test('a proxy that nobody told us of is warned about, once however many requests it sends', () => {
    const lines: string[] = [];
    const log = createLog('warn', { write: (line) => void lines.push(line) });
    const address = createClientAddress([], log);
    address(request('127.0.0.1'));
    expect(lines).toEqual([]);
    for (let count = 0; count < 3; count++) address(request('127.0.0.1', `192.0.2.${count}`));
    expect(lines).toEqual([expect.stringContaining('DOCKPASS_TRUSTED_PROXIES')]);
  });

  test('a connection that is gone has no address', () => {
    expect(clientAddress(request(undefined))).toBeNull();
  });
});

describe('behind trusted proxies', () => {
  const clientAddress = createClientAddress(['10.0.0.0/8', '192.0.2.10', 'fd00::/8'], silent);

  test.each([
    ['the last address that no proxy of ours has', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['through two proxies', '10.0.0.1', '198.51.100.7, 192.0.2.10', '198.51.100.7'],
    ['through IPv6', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['spoofed by the client in front', '10.0.0.1', '1.1.1.1, 198.51.100.7', '198.51.100.7'],
    ['spoofed as one of ours', '10.0.0.1', '10.9.9.9, 198.51.100.7', '198.51.100.7'],
    ['a peer that is no proxy', '203.0.113.9', '198.51.100.7', '203.0.113.9'],
    ['a header that is not addresses', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['an empty header', '10.0.0.1', '', '10.0.0.1'],
    ['only proxies', '10.0.0.1', '10.0.0.2', '10.0.0.2'],
  ])('%s', (_, peer, forwardedFor, expected) => {
    expect(clientAddress(request(peer, forwardedFor))).toBe(expected);
  });

  test('without the header it is the proxy', () => {
    expect(clientAddress(request('10.0.0.1'))).toBe('10.0.0.1');
  });
});
