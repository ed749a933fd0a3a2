import { Refusal } from '../../../src/exchange/refusal.ts';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { generateSecret } from '../../../src/exchange/tokens/secret.ts';
import type { Reason } from '../../../src/protocol/reasons.ts';
import { text } from '../../support/answers.ts';
import type { Claims } from '../../support/github-claims.ts';
import { ISSUER_ROUTES } from '../../support/github-issuer.ts';
import { askBuilderCredentials } from '../builders/job.ts';
import { type Answer, PUBLIC_URL, type Service, type ServiceOptions } from '../service.ts';
import { addProjectToken, revokeRun, setOidcOnly } from '../tenants.ts';

export interface RefusalCase {
  options?: ServiceOptions;
  request: (service: Service) => Promise<Answer>;
  /** Of the audit event; `exchange` for most. */
  action?: string;
  status?: number;
  /** Null: a problem document (RFC 9457) is answered instead. */
  error: string | null;
  claims?: string[];
}

/** A database that is really down is in database-outage.test.ts. */
const NO_DATABASE = 'The exchange cannot use its database at the moment.';

const INVALID = { status: 400, error: 'invalid_request' };

function withClaims(claims: Claims): RefusalCase['request'] {
  return ({ exchange, idToken }) => exchange({ subject_token: idToken(claims) });
}

/** How each reason of the closed list is reached, and what it looks like from outside. */
export const REFUSALS: Record<Reason, RefusalCase> = {
  malformed_token: { ...INVALID, request: ({ exchange }) => exchange({ subject_token: 'a.b' }) },
  unknown_issuer: {
    ...INVALID,
    request: withClaims({ iss: 'https://token.actions.githubusercontent.com.evil.example' }),
    claims: ['iss'],
  },
  issuer_disabled: {
    ...INVALID,
    request: async ({ exchange, issuer, store }) => {
      await store.change(async ({ issuers }) => {
        const { id = '' } = (await issuers.findByUrl(issuer.url)) ?? {};
        await issuers.setEnabled(id, false);
      });
      return exchange();
    },
    claims: ['iss'],
  },
  bad_signature: {
    ...INVALID,
    request: ({ exchange, idToken }) => {
      const [header, , signature] = idToken().split('.');
      const [, payload] = idToken({ repository_id: '1' }).split('.');
      return exchange({ subject_token: `${header}.${payload}.${signature}` });
    },
  },
  unknown_key: {
    ...INVALID,
    request: ({ exchange, idToken }) =>
      exchange({ subject_token: idToken({}, { kid: 'never-published' }) }),
  },
  wrong_audience: {
    ...INVALID,
    request: withClaims({ aud: 'https://depot.dev' }),
    claims: ['aud'],
  },
  expired: {
    ...INVALID,
    request: ({ exchange, idToken, pass }) => {
      const token = idToken();
      pass(600);
      return exchange({ subject_token: token });
    },
    claims: ['exp'],
  },
  not_yet_valid: {
    ...INVALID,
    request: withClaims({ nbf: Math.floor(Date.now() / 1000) + 3600 }),
    claims: ['nbf'],
  },
  missing_claim: { ...INVALID, request: withClaims({ jti: undefined }), claims: ['jti'] },
  replayed: {
    ...INVALID,
    request: async ({ exchange, idToken }) => {
      const token = idToken();
      await exchange({ subject_token: token });
      return exchange({ subject_token: token });
    },
  },
  run_revoked: {
    ...INVALID,
    request: async ({ exchange, idToken, issuer, store }) => {
      await revokeRun(store, { issuer: issuer.url, runId: '4711', project: 'acme/web' });
      return exchange({ subject_token: idToken({ run_id: '4711' }) });
    },
  },
  unknown_token: {
    ...INVALID,
    action: 'narrow',
    request: ({ narrow }) => narrow(generateSecret('project', systemRandom).text),
  },
  token_revoked: {
    ...INVALID,
    action: 'narrow',
    request: async ({ narrow, revoke, store }) => {
      const { token } = await addProjectToken(store);
      await revoke(token);
      return narrow(token);
    },
  },
  derivation_too_deep: {
    ...INVALID,
    action: 'narrow',
    request: async ({ narrow, buildToken }) => {
      let token = await buildToken();
      for (let depth = 0; depth < 4; depth++) token = (await narrow(token)).body.access_token;
      return narrow(token);
    },
  },
  oidc_only: {
    error: 'invalid_target',
    action: 'narrow',
    request: async ({ narrow, store }) => {
      const { token } = await addProjectToken(store);
      await setOidcOnly(store, 'acme/web', true);
      return narrow(token);
    },
  },
  malformed_request: { ...INVALID, request: ({ exchange }) => exchange({ grant_type: undefined }) },
  no_trust_relationship: {
    request: withClaims({ repository: 'acme/other' }),
    error: 'invalid_target',
  },
  condition_failed: {
    options: { trust: [{ conditions: { refs: ['refs/heads/release'] } }] },
    request: withClaims({}),
    error: 'invalid_target',
    claims: ['ref'],
  },
  privileged_event: {
    request: withClaims({ event_name: 'pull_request_target' }),
    error: 'invalid_target',
    claims: ['event_name'],
  },
  project_required: {
    options: { trust: [{}, { project: 'globex/trap' }] },
    request: ({ exchange }) => exchange({ resource: undefined }),
    error: 'invalid_target',
  },
  project_not_granted: {
    request: ({ exchange }) => exchange({ resource: `${PUBLIC_URL}/acme/docs` }),
    error: 'invalid_target',
  },
  permission_not_granted: {
    options: { trust: [{ permissions: ['pull'] }] },
    request: ({ exchange }) => exchange({ scope: 'push' }),
    error: 'invalid_scope',
  },
  issuer_unavailable: {
    request: ({ exchange, issuer }) => {
      issuer.always(ISSUER_ROUTES.jwks, text(503, 'try later'));
      return exchange();
    },
    status: 503,
    error: 'temporarily_unavailable',
  },
  store_unavailable: {
    options: {
      overrides: {
        openStore: async (database, options) => ({
          ...(await openStore(database, options)),
          findIssuer: () => Promise.reject(new Refusal('store_unavailable', NO_DATABASE)),
        }),
      },
    },
    request: ({ exchange }) => exchange(),
    status: 503,
    error: 'temporarily_unavailable',
  },
  rate_limited: {
    options: { config: { rateLimits: { perAddress: 1, perRepository: 0 } } },
    request: async ({ exchange }) => {
      await exchange();
      return exchange();
    },
    status: 429,
    error: 'temporarily_unavailable',
  },
  internal_error: {
    options: {
      overrides: {
        random: {
          ...systemRandom,
          // Of tokens, not of what a start needs: the link to become the first operator.
          bytes: (length) => {
            if (length === 32) return systemRandom.bytes(length);
            throw new Error('entropy is out at /var/secret');
          },
        },
      },
    },
    request: ({ exchange }) => exchange(),
    status: 500,
    error: 'server_error',
  },
  build_token_required: {
    request: async (service) => {
      const { token } = await addProjectToken(service.store);
      return askBuilderCredentials(service, token);
    },
    action: 'builder_credentials',
    status: 403,
    error: null,
  },
  builder_not_configured: {
    request: async (service) => askBuilderCredentials(service, await service.buildToken()),
    action: 'builder_credentials',
    status: 409,
    error: null,
  },
};
