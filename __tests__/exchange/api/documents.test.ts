import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint } from 'jose';
import {
  DEVICE_CODE_GRANT_TYPE,
  PATHS,
  TOKEN_EXCHANGE_GRANT_TYPE,
} from '../../../src/protocol/token-exchange.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';

const start = services(afterAll);
let service: Service;

beforeAll(async () => {
  service = await start();
});

interface Document {
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  body: any;
}

async function getJson(path: string): Promise<Document> {
  const response = await fetch(service.url + path);
  return { headers: response.headers, body: await response.json() };
}

describe('the metadata of RFC 8414', () => {
  test('names the issuer as ID tokens must name their audience', async () => {
    const { headers, body } = await getJson(PATHS.metadata);
    expect(headers.get('cache-control')).toMatch(/^public, max-age=/);
    expect(body.issuer).toBe(PUBLIC_URL);
  });

  test('is complete', async () => {
    const { body } = await getJson(PATHS.metadata);
    expect(body).toEqual({
      issuer: PUBLIC_URL,
      token_endpoint: `${PUBLIC_URL}/oauth/token`,
      device_authorization_endpoint: `${PUBLIC_URL}/oauth/device_authorization`,
      revocation_endpoint: `${PUBLIC_URL}/oauth/revoke`,
      introspection_endpoint: `${PUBLIC_URL}/oauth/introspect`,
      jwks_uri: `${PUBLIC_URL}/.well-known/jwks.json`,
      grant_types_supported: [TOKEN_EXCHANGE_GRANT_TYPE, DEVICE_CODE_GRANT_TYPE],
      response_types_supported: [],
      scopes_supported: ['build', 'push', 'pull'],
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none'],
      introspection_endpoint_auth_methods_supported: ['Bearer'],
      introspection_signing_alg_values_supported: ['ES256'],
    });
  });

  test('is true: every endpoint that it names answers', async () => {
    const { body } = await getJson(PATHS.metadata);
    const named = Object.entries(body).filter(([name]) => /_(?:endpoint|uri)$/.test(name));
    expect(named).toHaveLength(5);
    for (const [name, url] of named) {
      const method = name === 'jwks_uri' ? 'GET' : 'POST';
      const { status } = await fetch(service.url + String(url).slice(PUBLIC_URL.length), {
        method,
      });
      expect([name, [200, 400, 401].includes(status)]).toEqual([name, true]);
    }
  });

  test('is found where RFC 8414 section 3 looks for it if the issuer has a path', async () => {
    const { url } = await start({ config: { url: 'https://ci.example.com/dockpass' } });
    const response = await fetch(`${url}${PATHS.metadata}/dockpass`);
    expect(await response.json()).toMatchObject({ issuer: 'https://ci.example.com/dockpass' });
  });
});

test('the key set holds public members only, and thumbprints for names', async () => {
  const { body } = await getJson(PATHS.jwks);
  expect(body.keys).toEqual([
    {
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      kid: expect.any(String),
      alg: 'ES256',
      use: 'sig',
    },
  ]);
  expect(await calculateJwkThumbprint(body.keys[0])).toBe(body.keys[0].kid);
});
