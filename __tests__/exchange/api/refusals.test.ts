import { describe, expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { REASONS, type Reason } from '../../../src/protocol/reasons.ts';
import { text } from '../../support/answers.ts';
import type { Claims } from '../../support/github-claims.ts';
import { ISSUER_ROUTES } from '../../support/github-issuer.ts';
import { createSigningKey } from '../../support/jws.ts';
import {
  type Answer,
  PUBLIC_URL,
  type Service,
  type ServiceOptions,
  services,
} from '../service.ts';

const start = services();

interface Case {
  options?: ServiceOptions;
  request: (service: Service) => Promise<Answer>;
  status?: number;
  error: string;
  claims?: string[];
}

const INVALID = { status: 400, error: 'invalid_request' };

function withClaims(claims: Claims): Case['request'] {
  return ({ exchange, idToken }) => exchange({ subject_token: idToken(claims) });
}

/** How each reason of the closed list is reached, and what it looks like from outside. */
const CASES: Record<Reason, Case> = {
  malformed_token: { ...INVALID, request: ({ exchange }) => exchange({ subject_token: 'a.b' }) },
  unknown_issuer: {
    ...INVALID,
    request: withClaims({ iss: 'https://token.actions.githubusercontent.com.evil.example' }),
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
      expect(await exchange({ subject_token: token })).toMatchObject({ status: 200 });
      return exchange({ subject_token: token });
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
      surroundings: {
        random: {
          ...systemRandom,
          bytes: () => {
            throw new Error('entropy is out at /var/secret');
          },
        },
      },
    },
    request: ({ exchange }) => exchange(),
    status: 500,
    error: 'server_error',
  },
};

describe('each reason is reached', () => {
  test.each(REASONS)('%s', async (reason) => {
    const { options, request, status = 400, error, claims } = CASES[reason];
    const service = await start(options);
    const answer = await request(service);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      error,
      error_description: expect.stringMatching(/^[A-Z][^\n]{20,400}\.$/),
      reason,
      reference: expect.any(String),
      ...(claims && { claims }),
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const event = await service.eventOf(answer);
    expect(event).toMatchObject({
      action: 'exchange',
      decision: 'refused',
      reason,
      tokenHashPrefix: null,
      detail: { message: answer.body.error_description },
    });
  });

  test('and only a delay has a Retry-After', async () => {
    for (const reason of REASONS) {
      const { options, request } = CASES[reason];
      const { headers } = await request(await start(options));
      const delays = ['rate_limited', 'issuer_unavailable'].includes(reason);
      expect([reason, headers.get('retry-after')]).toEqual([
        reason,
        delays ? expect.stringMatching(/^[1-9][0-9]?$/) : null,
      ]);
    }
  });
});

describe('a refusal', () => {
  test('that nobody foresaw says nothing about the cause, and logs it', async () => {
    const service = await start(CASES.internal_error.options);
    const answer = await service.exchange();
    expect(JSON.stringify(answer.body)).not.toContain('entropy');
    expect(service.log.join('')).toContain('entropy is out');
  });

  test('never says what the rules expect', async () => {
    const expected = ['refs/heads/secret-branch', 'secret-environment', 'secret-workflow.yml'];
    const [ref = '', environment = '', workflow = ''] = expected;
    const { exchange, eventOf } = await start({
      trust: [{ conditions: { refs: [ref], environments: [environment], workflows: [workflow] } }],
    });
    const answer = await exchange();
    expect(answer.body.claims).toEqual(['ref', 'environment', 'workflow_ref']);
    for (const secret of expected) expect(JSON.stringify(answer.body)).not.toContain(secret);
    // The administrator who looks up the reference sees all of it.
    const detail = JSON.stringify((await eventOf(answer))?.detail);
    for (const secret of expected) expect(detail).toContain(secret);
  });

  test('of a token whose key was never published does not depend on what the token claims', async () => {
    const { exchange, idToken, issuer } = await start();
    issuer.keys = [createSigningKey(), ...issuer.keys];
    const published = issuer.keys.slice(1);
    const token = idToken();
    issuer.keys = published;
    const answer = await exchange({ subject_token: token });
    expect(answer.body.reason).toBe('unknown_key');
    expect(JSON.stringify(answer.body)).not.toContain('acme');
  });
});
