import { randomUUID } from 'node:crypto';
import { type Answer, json } from './answers.ts';
import { type Claims, githubClaims } from './github-claims.ts';
import { type HostileServer, startHostileServer } from './hostile-server.ts';
import { createSigningKey, publicJwk, type SigningKey, signCompact } from './jws.ts';
import type { TlsIdentity } from './loopback.ts';

/** Routes of the issuer, to script misbehaviour with: `issuer.script(ISSUER_ROUTES.jwks, …)`. */
export const ISSUER_ROUTES = {
  idToken: 'GET /idtoken/3f2d/9c71',
  discovery: 'GET /.well-known/openid-configuration',
  jwks: 'GET /.well-known/jwks',
} as const;

interface IssuerOptions {
  /** Milliseconds since the epoch. */
  clock?: () => number;
  /** Live keys, the first one signs. Making RSA keys is slow: share them between issuers. */
  keys?: SigningKey[];
  /** What makes this job differ from a push to acme/web's main branch. */
  claims?: Claims;
  /** Seconds that the key set may be cached. */
  maxAge?: number;
  tls?: TlsIdentity;
}

/**
 * An issuer that signs as GitHub does: discovery, several live keys, and the endpoint at which a
 * runner's job requests its ID token. It is a hostile-server.ts, so that each of its answers can be
 * scripted to go wrong.
 */
export interface GitHubIssuer extends HostileServer {
  /** Live keys; the first one signs. Replace, add and remove to rotate. */
  keys: SigningKey[];
  /** Claims of the job whose ID tokens the runner's endpoint signs. */
  claims: Claims;
  /** What the runner sets for a job with `id-token: write`. */
  readonly environment: Record<
    'ACTIONS_ID_TOKEN_REQUEST_URL' | 'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    string
  >;
  /** Every ID token that the runner's endpoint has handed out. */
  readonly issued: readonly string[];
  /** An ID token of the job, with claims and header members changed at will. */
  sign(audience: string, changes?: Claims, header?: Claims): string;
  /** The key set as published now. */
  jwks(): { keys: object[] };
  /** A new key that signs from now on; the old ones stay published. */
  rotate(): SigningKey;
}

export async function startGitHubIssuer(options: IssuerOptions = {}): Promise<GitHubIssuer> {
  const { clock = Date.now, maxAge = 3600 } = options;
  const server = await startHostileServer(options.tls);
  const issued: string[] = [];
  const requestToken = `runtime-token-${randomUUID()}`;
  const issuer: GitHubIssuer = {
    ...server,
    keys: options.keys ?? [createSigningKey(), createSigningKey()],
    claims: options.claims ?? {},
    environment: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/idtoken/3f2d/9c71?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    issued,
    sign(audience, changes, header) {
      const now = clock();
      const payload = githubClaims(
        { issuer: server.url, audience, now },
        { ...issuer.claims, ...changes },
      );
      const key = signingKey(issuer.keys);
      const defaults = { alg: 'RS256', typ: 'JWT', kid: key.kid, x5t: key.x5t };
      return signCompact({ ...defaults, ...header }, payload, key.privateKey);
    },
    jwks: () => ({ keys: issuer.keys.map(publicJwk) }),
    rotate() {
      const key = createSigningKey();
      issuer.keys = [key, ...issuer.keys];
      return key;
    },
  };
  server.always(ISSUER_ROUTES.discovery, json(200, discoveryDocument(server.url)));
  server.always(ISSUER_ROUTES.jwks, (response, request) =>
    json(200, issuer.jwks(), { 'cache-control': `public, max-age=${maxAge}` })(response, request),
  );
  server.always(
    ISSUER_ROUTES.idToken,
    idTokenEndpoint(requestToken, (audience) => {
      const token = issuer.sign(audience);
      issued.push(token);
      return token;
    }),
  );
  return issuer;
}

/** GitHub's own default audience is the owner's URL. */
function idTokenEndpoint(requestToken: string, issue: (audience: string) => string): Answer {
  return (response, request) => {
    const permitted = request.headers.authorization === `Bearer ${requestToken}`;
    const answer = permitted
      ? json(200, { value: issue(request.query.get('audience') ?? 'https://github.com/acme') })
      : json(401, { message: 'The request token is not valid.' });
    answer(response, request);
  };
}

function discoveryDocument(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  };
}

function signingKey(keys: readonly SigningKey[]): SigningKey {
  const [first] = keys;
  if (!first) throw new Error('The issuer has no key left to sign with.');
  return first;
}
