import { describe, expect, test } from '@jest/globals';
import { REASONS } from '../../../src/protocol/reasons.ts';
import { createSigningKey } from '../../support/jws.ts';
import { servicesOfOneProcess } from '../service.ts';
import { REFUSALS } from './refusal-cases.ts';

const start = servicesOfOneProcess();

describe('each reason is reached', () => {
  test.each(REASONS)('%s', async (reason) => {
    const { options, request, status = 400, error, claims, action = 'exchange' } = REFUSALS[reason];
    const service = await start(options);
    const answer = await request(service);
    expect(answer.status).toBe(status);
    const sentence = expect.stringMatching(/^[A-Z][^\n]{20,400}\.$/);
    expect(answer.body).toEqual({
      ...(error === null
        ? {
            type: expect.stringMatching(new RegExp(`/docs/refusals\\.md#${reason}$`)),
            title: expect.any(String),
            status,
            detail: sentence,
            code: reason,
          }
        : { error, error_description: sentence }),
      reason,
      reference: expect.any(String),
      ...(claims && { claims }),
      ...(answer.body.requested && { requested: expect.any(Object) }),
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    // Only what is a matter of time says when to come back.
    expect(answer.headers.get('retry-after')).toEqual(
      status === 429 || status === 503 ? expect.stringMatching(/^[1-9][0-9]?$/) : null,
    );
    const event = await service.eventOf(answer);
    expect(event).toMatchObject({
      action,
      decision: 'refused',
      reason,
      tokenHashPrefix: null,
      detail: { message: answer.body.error_description ?? answer.body.detail },
    });
  });
});

describe('a refusal', () => {
  test('that nobody foresaw says nothing about the cause, and logs it', async () => {
    const service = await start(REFUSALS.internal_error.options);
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
