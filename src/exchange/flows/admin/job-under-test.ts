import { z } from 'zod';
import type { Claims } from '../../identity/identity.ts';
import { pastedClaims } from '../../identity/pasted-claims.ts';
import type { IssuerRecord } from '../../stores/ports/issuers.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { Actor } from './actor.ts';
import { findReadableEvent } from './audit-events.ts';
import { namedIssuer } from './named-issuer.ts';
import { Problem } from './problem.ts';

/** Names of claims that a fault may repeat; any other could be anything that was pasted. */
const CLAIM_NAME = /^[a-z][a-z0-9_]{0,63}$/i;

export const claims = z
  .record(z.string(), z.unknown())
  .superRefine((payload, context) => {
    const { wrong, holdsToken } = pastedClaims(payload);
    if (holdsToken)
      context.addIssue({
        code: 'custom',
        message: 'hold a token; tokens are secrets, so send the decoded claims instead',
      });
    else
      for (const name of wrong)
        context.addIssue({
          code: 'custom',
          path: CLAIM_NAME.test(name) ? [name] : [],
          message: 'is not a string; put the value in quotes',
        });
  })
  .meta({
    description: 'Payload of an ID token, never the token; iss may be left out with one issuer.',
    examples: [
      {
        repository: 'acme/web',
        repository_id: '260064828',
        repository_owner_id: '1342004',
        ref: 'refs/heads/main',
        event_name: 'push',
      },
    ],
  });

/** A job that is only imagined, or was seen before. */
export interface JobUnderTest {
  issuer: IssuerRecord;
  claims: Claims;
}

export async function pastedJob(
  records: Records,
  payload: z.output<typeof claims>,
): Promise<JobUnderTest> {
  const pasted = pastedClaims(payload).claims;
  return { claims: pasted, issuer: await namedIssuer(records, pasted.iss, '/claims/iss') };
}

/** The job of an exchange, for those who may read its event: what is tried on it tells its claims. */
export async function pastJob(
  records: Records,
  reference: string,
  actor: Actor,
): Promise<JobUnderTest> {
  const event = (await findReadableEvent(records, reference, actor))?.entity;
  if (!event) throw unusable('names no audit event that you may read; send the claims instead');
  if (event.claims === null || event.issuer === null)
    throw unusable('names an event without verified claims; take that of an exchange');
  return {
    claims: event.claims,
    issuer: await namedIssuer(records, event.issuer, '/reference'),
  };
}

function unusable(detail: string): Problem {
  return new Problem('invalid_request', 'There is nothing to test with.', [
    { at: '/reference', detail },
  ]);
}
