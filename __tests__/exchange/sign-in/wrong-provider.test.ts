import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { quietPort } from '../../support/loopback.ts';
import { type Service, services } from '../service.ts';
import { addUser } from '../tenants.ts';
import { createSmallBrowser } from './browser.ts';

const start = services();

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });

type Claims = Record<string, unknown>;

/** What the provider does otherwise than it should. */
interface Wrong {
  metadata?: Claims;
  claims?: Claims & { iss?: string; aud?: string; lasts?: string };
  signedWith?: typeof keys;
  userinfo?: Claims;
  /** Instead of an answer at this path. */
  at?: Record<string, (response: ServerResponse) => void>;
}

let server: Server | undefined;
afterEach(async () => {
  const closed = server && once(server, 'close');
  server?.closeAllConnections();
  server?.close();
  await closed;
});

/** A provider that signs whatever it is told to. */
async function startProvider(wrong: Wrong): Promise<string> {
  let nonce = '';
  const listening = createServer();
  server = listening;
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const issuer = `http://localhost:${(listening.address() as AddressInfo).port}`;
  const json = (response: ServerResponse, body: object) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', issuer);
    const instead = wrong.at?.[url.pathname];
    if (instead) return instead(response);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, {
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/me`,
          jwks_uri: `${issuer}/jwks`,
          ...wrong.metadata,
        });
      case '/auth': {
        const { searchParams: query } = url;
        nonce = query.get('nonce') ?? '';
        const back = new URL(query.get('redirect_uri') ?? '');
        back.searchParams.set('code', 'code');
        back.searchParams.set('state', query.get('state') ?? '');
        return response.writeHead(302, { location: back.href }).end();
      }
      case '/jwks':
        return json(response, {
          keys: [{ ...keys.publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }],
        });
      case '/token': {
        const idToken = await new SignJWT({ nonce, ...wrong.claims })
          .setProtectedHeader({ alg: 'RS256' })
          .setIssuer(wrong.claims?.iss ?? issuer)
          .setSubject('ada')
          .setAudience(wrong.claims?.aud ?? 'dockpass')
          .setIssuedAt()
          .setExpirationTime(wrong.claims?.lasts ?? '1m')
          .sign((wrong.signedWith ?? keys).privateKey);
        return json(response, { access_token: 'x', token_type: 'Bearer', id_token: idToken });
      }
      default:
        return json(response, { sub: 'ada', ...wrong.userinfo });
    }
  };
  listening.on('request', (request, response) => void answer(request, response));
  return issuer;
}

const GROUPS = [{ group: 'devs', organization: 'acme', role: 'member' }] as const;

/** Signs in with an account that is linked, or with one that is not. */
async function signIn(wrong: Wrong, subject = 'ada') {
  const issuer = await startProvider(wrong);
  const port = await quietPort();
  const service = await start({
    config: {
      url: `http://localhost:${port}`,
      listen: { host: '127.0.0.1', port },
      signIn: {
        issuer,
        clientId: 'dockpass',
        clientSecret: 'secret',
        name: 'Acme SSO',
        groupsClaim: 'groups',
        groups: GROUPS,
      },
    },
  });
  const { userId } = await addUser(service.store, { acme: 'member' });
  const id = crypto.randomUUID();
  const linked = { id, issuer, subject, userId, createdAt: 0, lastUsedAt: null };
  await service.store.change(({ identities }) => identities.insert(linked));
  const page = await createSmallBrowser().open(`${service.publicUrl}/sign-in/oidc`);
  return { service, page, userId };
}

const membershipsOf = ({ store }: Service, userId: string) =>
  store.read(({ members }) => members.membershipsOf(userId));

const causesOf = async ({ events }: Service) =>
  (await events()).flatMap(({ action, decision, detail }) =>
    action === 'session.create' && decision === 'refused'
      ? [(detail as { cause: string }).cause]
      : [],
  );

test('a provider that does as it should lets people in', async () => {
  const { page } = await signIn({ userinfo: { groups: ['devs'] } });
  expect([page.status, page.url.pathname]).toEqual([200, '/projects']);
});

test.each<[string, Wrong, string]>([
  ['the nonce of another sign-in', { claims: { nonce: 'other' } }, '"nonce"'],
  ['another issuer in its ID token', { claims: { iss: 'https://evil.example.com' } }, '"iss"'],
  ['the audience of another client', { claims: { aud: 'other' } }, '"aud"'],
  ['an ID token that has expired', { claims: { lasts: '-2m' } }, '"exp"'],
  ['a key that is not its own', { signedWith: otherKeys }, 'signature'],
  [
    'no issuer in the answer that it promised',
    {
      metadata: { authorization_response_iss_parameter_supported: true },
    },
    '"iss"',
  ],
  ['userinfo of somebody else', { userinfo: { sub: 'mallory' } }, '"sub"'],
])('%s lets nobody in', async (_, wrong, cause) => {
  const { page, service } = await signIn(wrong);
  expect([page.status, page.text]).toEqual([
    403,
    expect.stringContaining('sent an answer that can’t be accepted'),
  ]);
  expect(await causesOf(service)).toEqual([expect.stringContaining(cause)]);
  expect(page.text).not.toContain(cause);
});

const endlessly = (response: ServerResponse) => {
  response.setHeader('content-type', 'application/json');
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(64 * 1024)));
  };
  response.on('drain', more);
  more();
};

const elsewhere = (response: ServerResponse) =>
  void response.writeHead(302, { location: 'http://localhost:1/' }).end();

const CONFIGURATION = '/.well-known/openid-configuration';

test.each<[string, Wrong]>([
  ['names itself otherwise', { metadata: { issuer: 'https://evil.example.com' } }],
  ['answers without end', { at: { [CONFIGURATION]: endlessly } }],
  ['redirects', { at: { [CONFIGURATION]: elsewhere } }],
  ['never answers', { at: { [CONFIGURATION]: () => {} } }],
  ['names an address without TLS', { metadata: { token_endpoint: 'http://192.0.2.1/token' } }],
  ['fails while it issues', { at: { '/token': (response) => void response.writeHead(502).end() } }],
  [
    'has no keys at the moment',
    { at: { '/jwks': (response) => void response.writeHead(503).end() } },
  ],
])(
  'a provider that %s is unavailable',
  async (_, wrong) => {
    const { page, service } = await signIn(wrong);
    expect([page.status, page.text]).toEqual([
      503,
      expect.stringContaining('Acme SSO is unavailable right now.'),
    ]);
    expect((await service.exchange()).status).toBe(200);
  },
  20_000,
);

test('groups that are too many to list change no role; a claim that is missing lists none', async () => {
  const known = await signIn({ claims: { _claim_names: { groups: 'src1' } } });
  expect(await membershipsOf(known.service, known.userId)).toHaveLength(1);
  const missing = await signIn({});
  // The one admin of the organization is not who signs in.
  expect(await membershipsOf(missing.service, missing.userId)).toEqual([]);
});

test('one group may be no list', async () => {
  const { service, userId } = await signIn({ userinfo: { groups: 'devs' } });
  expect(await membershipsOf(service, userId)).toHaveLength(1);
});

test('that one address was verified says nothing of another one', async () => {
  const { service, page } = await signIn(
    {
      claims: { email: 'jack@example.com' },
      userinfo: { groups: ['devs'], email: 'ada@example.com', email_verified: true },
    },
    'somebody else',
  );
  expect(page.url.pathname).toBe('/projects');
  const found = await service.store.read(async ({ users }) => [
    await users.findByEmail('jack@example.com'),
    await users.findByEmail('ada@example.com'),
  ]);
  expect(found).toEqual([undefined, expect.objectContaining({ emailProven: true })]);
});
