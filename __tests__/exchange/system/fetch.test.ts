import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createFetchJson } from '../../../src/exchange/system/fetch.ts';
import { endless, json } from '../../support/answers.ts';
import { type HostileServer, startHostileServer } from '../../support/hostile-server.ts';
import { refusedUrl } from '../../support/loopback.ts';

const fetchJson = createFetchJson({ maxBytes: 1024, timeoutMs: 20_000 });
let server: HostileServer;

beforeAll(async () => {
  server = await startHostileServer();
});

afterAll(() => server.close());

describe('createFetchJson', () => {
  test('gives the document and its headers', async () => {
    server.script('GET /document', json(200, { a: ['ü', 1] }, { 'cache-control': 'max-age=60' }));
    const { json: document, headers } = await fetchJson(`${server.url}/document`);
    expect(document).toEqual({ a: ['ü', 1] });
    expect(headers.get('cache-control')).toBe('max-age=60');
  });

  test('asks for JSON and brings no credentials', async () => {
    server.script('GET /document', json(200, {}));
    await fetchJson(`${server.url}/document`);
    const { headers } = server.requestsTo('GET /document').at(-1) ?? {};
    expect(headers).toMatchObject({ accept: 'application/json' });
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('cookie');
  });

  test.each(['http://token.example/', 'http://127.0.0.1.token.example/', 'http://[::2]/'])(
    '%s must use https',
    async (url) => {
      await expect(fetchJson(url)).rejects.toThrow('must use https');
    },
  );

  test.each(['file:///etc/passwd', 'data:,{}', 'ftp://127.0.0.1/', 'nonsense', ''])(
    '%j is not fetched',
    async (url) => {
      await expect(fetchJson(url)).rejects.toThrow(/must use https|is not a URL/);
    },
  );

  test('a password in the URL is refused and not repeated', async () => {
    const fetched = fetchJson('https://me:secret@token.example/');
    await expect(fetched).rejects.toThrow('must not contain a user name or password');
    await expect(fetched).rejects.not.toThrow('secret');
  });

  test('a refused connection says so', async () => {
    await expect(fetchJson(await refusedUrl())).rejects.toThrow('ECONNREFUSED');
  });

  test('a certificate that nobody vouches for is refused', async () => {
    const fixture = (name: string) =>
      readFile(new URL(`../../support/fixtures/${name}`, import.meta.url), 'utf8');
    const tls = await startHostileServer({
      cert: await fixture('server.test-fixture.pem'),
      key: await fixture('server-key.test-fixture.pem'),
    });
    await expect(fetchJson(`${tls.url}/`)).rejects.toThrow(/certificate.*NODE_EXTRA_CA_CERTS/);
    expect(tls.requests).toHaveLength(0);
    await tls.close();
  });

  test('what a web page says does not get into the message', async () => {
    server.script('GET /page', (response) => response.end('<title>canary</title>'));
    await expect(fetchJson(`${server.url}/page`)).rejects.not.toThrow('canary');
  });

  test('a body that is too large is not read any further', async () => {
    const closed = Promise.withResolvers<void>();
    server.script('GET /endless', (response, request) => {
      response.once('close', closed.resolve);
      endless()(response, request);
    });
    await expect(fetchJson(`${server.url}/endless`)).rejects.toThrow('more than 1024 bytes');
    await closed.promise;
  });
});
