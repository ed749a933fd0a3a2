import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUILDER_CREDENTIALS_PATH } from '../../../src/protocol/builder-credentials.ts';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { eventually } from '../eventually.ts';
import { exchangeForm, type Service, services } from '../service.ts';

const start = services(afterAll);
let service: Service;

beforeAll(async () => {
  service = await start();
});

/** Sends bytes as they are and returns everything that comes back until the connection ends. */
async function raw(...parts: string[]): Promise<string> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  for (const part of parts) socket.write(part);
  return readText(socket);
}

const FORM = 'content-type: application/x-www-form-urlencoded\r\n';

function requestHead(headers: string): string {
  return `POST ${PATHS.token} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n`;
}

describe('what is not there', () => {
  test('an unknown path is 404, in JSON', async () => {
    const response = await fetch(`${service.url}/oauth/tokens`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: 'not_found' });
  });

  test.each([
    ['GET', PATHS.token, 'POST'],
    ['PUT', PATHS.revoke, 'POST'],
    ['OPTIONS', PATHS.depotExchange, 'POST'],
    ['POST', PATHS.jwks, 'GET, HEAD'],
    ['DELETE', '/healthz', 'GET, HEAD'],
  ])('%s %s is 405 and names what is allowed', async (method, path, allow) => {
    const response = await fetch(service.url + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toMatchObject({ error: 'method_not_allowed' });
  });

  test('a path of jobs below that of the admin API is refused as the admin API refuses', async () => {
    const response = await fetch(service.url + BUILDER_CREDENTIALS_PATH);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  test.each(['/%6detrics', '/x/../metrics', '/x/%2e%2e/metrics', '/./metrics', '//metrics'])(
    '%s is no way around a proxy that keeps /metrics inside',
    async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    },
  );

  test.each(['/healthz?x=%6d', 'http://x/healthz'])('%s is read as it was sent', async (target) => {
    const answer = await raw(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('HEAD is answered like GET, without the body', async () => {
    const response = await fetch(service.url + PATHS.metadata, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('every answer', () => {
  test.each([
    ['POST', PATHS.token],
    ['POST', PATHS.introspect],
    ['GET', PATHS.jwks],
    ['GET', '/metrics'],
    ['GET', '/nowhere'],
  ])('%s %s keeps browsers out', async (method, path) => {
    const origin = { origin: 'https://evil.example' };
    const { headers } = await fetch(service.url + path, { method, headers: origin });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('a body of the wrong size', () => {
  const padding = 'x'.repeat(70_000);

  test('is refused by its announced length, unread', async () => {
    const answer = await service.exchange({ padding });
    expect(answer).toMatchObject({
      status: 413,
      body: { error: 'invalid_request', reason: 'malformed_request' },
    });
    expect(await service.eventOf(answer)).toMatchObject({ reason: 'malformed_request' });
  });

  test('is refused as soon as its chunks pass the cap', async () => {
    const answer = await raw(
      requestHead(`${FORM}transfer-encoding: chunked\r\n`),
      // It never ends: only a server that stops reading answers.
      ...Array.from({ length: 5 }, () => `4000\r\n${'x'.repeat(0x4000)}\r\n`),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('in chunks below the cap is read', async () => {
    const form = exchangeForm({ subject_token: service.idToken() }).toString();
    const chunk = `${form.length.toString(16)}\r\n${form}\r\n0\r\n\r\n`;
    const answer = await raw(requestHead(`${FORM}transfer-encoding: chunked\r\n`), chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('that is cut off leaves an audit event', async () => {
    const before = (await service.events()).length;
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write(requestHead(`${FORM}content-length: 1000\r\n`));
    socket.write('grant_type=', () => socket.destroy());
    const recorded = async () => (await service.events())[before];
    expect(await eventually(recorded)).toMatchObject({ reason: 'malformed_request' });
  });

  test('of a header, is refused', async () => {
    expect(await raw(requestHead(`x-padding: ${'x'.repeat(20_000)}\r\n`))).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });
});
