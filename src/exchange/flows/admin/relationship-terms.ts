/** Rules of trust as the admin API takes and shows them: under the names of the policy file. */

import { z } from 'zod';
import { contradiction, refuseContradictions } from '../../policy/contradictions.ts';
import { fieldsOf, termsOf, type WrittenTerms } from '../../policy/entries.ts';
import { trustRelationship } from '../../policy/schema.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import { DANGER_CODES } from '../../trust/danger.ts';
import { MODES, type RelationshipTerms } from '../../trust/relationship.ts';
import { namedIssuer } from './named-issuer.ts';
import { Problem } from './problem.ts';

const written = trustRelationship.shape;

const members = {
  ...written,
  issuer: written.issuer.meta({
    description: 'URL of a registered issuer; may be left out while there is exactly one.',
  }),
  repository_id: written.repository_id.nullable(),
  repository_owner_id: written.repository_owner_id.nullable(),
  refs: written.refs.nullable(),
  base_refs: written.base_refs.nullable(),
  environments: written.environments.nullable(),
  events: written.events.nullable(),
  workflows: written.workflows.nullable(),
  reusable_workflows: written.reusable_workflows.nullable(),
  max_lifetime: written.max_lifetime.nullable(),
  description: written.description.nullable(),
  expires_at: written.expires_at.nullable(),
};

export const newTerms = z.strictObject(members).superRefine(refuseContradictions).meta({
  id: 'NewTrustRelationship',
  description: 'As in the policy file; null says the same as leaving out.',
});

export const termsUpdate = z
  .strictObject({
    ...members,
    repository: written.repository.optional(),
    permissions: written.permissions.optional(),
  })
  .meta({
    id: 'TrustRelationshipUpdate',
    description: 'What is left out stays; null clears a condition, an id, a limit.',
  });

const textOrNull = z.string().nullable();
const listOrNull = z.array(z.string()).readonly().nullable();

/** The same members, every one of them, in answers. */
export const shownTerms = {
  repository: z.string(),
  repository_id: textOrNull,
  repository_owner_id: textOrNull,
  issuer: z.string(),
  refs: listOrNull,
  base_refs: listOrNull,
  environments: listOrNull,
  events: listOrNull,
  workflows: listOrNull,
  reusable_workflows: listOrNull,
  permissions: written.permissions.readonly(),
  max_lifetime: textOrNull.meta({ examples: ['2h'] }),
  mode: z.enum(MODES),
  description: textOrNull,
  expires_at: textOrNull,
};

export const warnings = z
  .array(
    z
      .object({ code: z.enum(DANGER_CODES), text: z.string(), remedy: z.string() })
      .meta({ id: 'Warning' }),
  )
  .meta({ description: 'Choices that are allowed and should have been made on purpose.' });

export type TrustTerms = RelationshipTerms & { issuerId: string; issuer: string };

export async function createdTerms(
  records: Records,
  body: z.output<typeof newTerms>,
  at = '',
): Promise<TrustTerms> {
  return await resolved(records, body, `${at}/issuer`);
}

export async function updatedTerms(
  records: Records,
  current: RelationshipRecord,
  body: z.output<typeof termsUpdate>,
  at = '',
): Promise<TrustTerms> {
  const updated = { ...fieldsOf(current), ...body } as WrittenTerms;
  requireSense(body, updated, at);
  return await resolved(records, updated, `${at}/issuer`);
}

/** Of what is stored already, only what the request touches is judged. */
export function requireSense(
  body: z.output<typeof termsUpdate>,
  updated: Pick<WrittenTerms, 'refs' | 'base_refs' | 'events'>,
  at: string,
): void {
  const touched = [body.refs, body.base_refs, body.events].some(
    (patterns) => patterns !== undefined,
  );
  const found = touched ? contradiction(updated) : undefined;
  if (found)
    throw new Problem('invalid_request', 'The trust relationship could never grant anything.', [
      { at: `${at}/${found.member}`, detail: found.message },
    ]);
}

async function resolved(
  records: Records,
  { issuer: url, ...terms }: WrittenTerms,
  at: string,
): Promise<TrustTerms> {
  const issuer = await namedIssuer(records, url ?? undefined, at);
  return { ...termsOf(terms), issuerId: issuer.id, issuer: issuer.url };
}
