import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createClientAddress } from '../../../src/exchange/http/client-address.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';

/** The two things of a request that an address can be read from. */
function request(
  remoteAddress: string | undefined,
  forwardedFor?: string,
  others: IncomingMessage['headers'] = {},
): IncomingMessage {
  const headers = {
    ...others,
    ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
  };
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
    ['IPv4 with its port', '10.0.0.1', '198.51.100.7:5123', '198.51.100.7'],
    ['a proxy with its port', '10.0.0.1', '198.51.100.7:5123, 10.0.0.2:443', '198.51.100.7'],
    ['IPv6 in brackets', '10.0.0.1', '[2001:db8::7]', '2001:db8::7'],
    ['IPv6 with its port', '10.0.0.1', '[2001:db8::7]:5123', '2001:db8::7'],
    ['in quotes', '10.0.0.1', '"[2001:db8::7]:5123"', '2001:db8::7'],
    ['IPv6 in a longer form', '10.0.0.1', '2001:0DB8:0:0::0007', '2001:db8::7'],
    ['IPv6 with a zone', '10.0.0.1', 'fe80::7%eth0', 'fe80::7'],
    ['a proxy with a zone', 'fd00::1%eth0', '198.51.100.7', '198.51.100.7'],
    ['IPv4 in IPv6', '10.0.0.1', '::ffff:198.51.100.7', '198.51.100.7'],
    ['IPv4 in IPv6 in hexadecimal', '10.0.0.1', '[::FFFF:C633:6407]:80', '198.51.100.7'],
    ['a proxy that is IPv4 in IPv6', '10.0.0.1', '198.51.100.7,::ffff:10.0.0.2', '198.51.100.7'],
    ['white space', '10.0.0.1', ' \t198.51.100.7 ', '198.51.100.7'],
    ['hidden by a proxy of ours', '10.0.0.1', '198.51.100.7, _hidden', '10.0.0.1'],
    ['unknown to a proxy of ours', '10.0.0.1', '198.51.100.7, unknown, 10.0.0.2', '10.0.0.2'],
    ['left out by a proxy of ours', '10.0.0.1', '198.51.100.7,', '10.0.0.1'],
    ['a socket of a proxy of ours', '10.0.0.1', '198.51.100.7, unix:', '10.0.0.1'],
    ['a name', '10.0.0.1', '198.51.100.7, evil.example:80', '10.0.0.1'],
    ['an address that a URL would take', '10.0.0.1', '198.51.100.7, 0x7f.1', '10.0.0.1'],
    ['brackets around nothing', '10.0.0.1', '198.51.100.7, []:80', '10.0.0.1'],
    ['rubbish in front of the client', '10.0.0.1', 'x, "[, 198.51.100.7:1', '198.51.100.7'],
  ])('%s', (_, peer, forwardedFor, expected) => {
    expect(clientAddress(request(peer, forwardedFor))).toBe(expected);
  });

  test('lines of the header are read as one', async () => {
    const address = Promise.withResolvers<string | null>();
    const server = createServer((incoming, response) => {
      address.resolve(createClientAddress(['127.0.0.1', '10.0.0.0/8'], silent)(incoming));
      response.end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = [
      'Host',
      'x',
      ...['1.1.1.1', '198.51.100.7:80, 10.0.0.2'].flatMap((line) => ['X-Forwarded-For', line]),
    ];
    const sent = httpRequest({ port, host: '127.0.0.1', headers, agent: false }).end();
    expect(await address.promise).toBe('198.51.100.7');
    await once(sent, 'response');
    server.close();
  });

  test('what cannot be read is told once, and only of what a proxy of ours wrote', () => {
    const lines: string[] = [];
    const log = createLog('warn', { write: (line) => void lines.push(line) });
    const address = createClientAddress(['10.0.0.1'], log);
    address(request('10.0.0.1'));
    address(request('203.0.113.9', 'unknown'));
    address(request('10.0.0.1', 'unknown, 198.51.100.7'));
    expect(lines).toEqual([]);
    for (let count = 0; count < 3; count++) address(request('10.0.0.1', `_${'x'.repeat(1000)}`));
    expect(lines).toEqual([
      expect.stringContaining('X-Forwarded-For has an entry that is no address'),
    ]);
    expect(lines[0]).toContain('"proxy":"10.0.0.1"');
    expect(lines[0]?.length).toBeLessThan(500);
  });

  test('a proxy that sends only Forwarded is told of once', () => {
    const lines: string[] = [];
    const log = createLog('warn', { write: (line) => void lines.push(line) });
    const address = createClientAddress(['10.0.0.1'], log);
    const forwarded = { forwarded: 'for=198.51.100.7' };
    for (let count = 0; count < 3; count++)
      expect(address(request('10.0.0.1', undefined, forwarded))).toBe('10.0.0.1');
    expect(lines).toEqual([expect.stringContaining('Forwarded is not read')]);
  });

  test('without the header it is the proxy', () => {
    expect(clientAddress(request('10.0.0.1'))).toBe('10.0.0.1');
  });
});
