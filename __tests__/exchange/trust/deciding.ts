import type { Refusal } from '../../../src/exchange/refusal.ts';
import { decide } from '../../../src/exchange/trust/decide.ts';
import type { TrustRelationship, TrustRequest } from '../../../src/exchange/trust/relationship.ts';
import { jobClaims, NOW, relationship } from './examples.ts';

const ANYTHING: TrustRequest = { projects: null, permissions: null };

/** The decision on a job that has these claims instead of the usual ones. */
export function decideFor(
  relationships: TrustRelationship[],
  {
    claims = {},
    requirePins = false,
    ...request
  }: Partial<TrustRequest> & {
    claims?: Record<string, string | undefined>;
    requirePins?: boolean;
  } = {},
) {
  const options = { now: NOW, requirePins };
  return decide(jobClaims(claims), relationships, { ...ANYTHING, ...request }, options);
}

/** Of a decision that grants nothing. */
export function refusalOf(...parameters: Parameters<typeof decideFor>): Refusal {
  const { refusal, grants } = decideFor(...parameters);
  if (!refusal || grants.length > 0) throw new Error('it was granted');
  return refusal;
}

/** Of another project. */
export const other = (changes: Partial<TrustRelationship> = {}) =>
  relationship({ id: 'rel-api', project: 'acme/api', projectId: 'id-of-acme/api', ...changes });
