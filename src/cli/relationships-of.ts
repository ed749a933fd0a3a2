import type { Claims } from '../exchange/identity/identity.ts';
import { quote } from '../exchange/identity/quote.ts';
import type { PolicyDocument } from '../exchange/policy/document.ts';
import type { TrustRelationship } from '../exchange/trust/relationship.ts';
import { CommandFailure } from './failure.ts';

/**
 * The relationships of a document as they would be if it were applied now, in one go: their ids are
 * their places in it, and the first is the oldest. Only those of the issuer that the claims name.
 */
export function relationshipsOf(
  { issuers, organizations }: PolicyDocument,
  claims: Claims,
): TrustRelationship[] {
  const issuer = claims.iss ?? (issuers.length === 1 ? issuers[0]?.url : undefined);
  if (issuer === undefined)
    throw new CommandFailure([
      'the policy has several issuers, and the claims do not name one; add iss to the claims',
    ]);
  if (!issuers.some(({ url }) => url === issuer))
    throw new CommandFailure([
      `the policy has no issuer ${quote(issuer)}, which the claims name as iss; add it, byte for byte`,
    ]);
  const all = organizations.flatMap((organization) =>
    organization.projects.flatMap(({ name, trustRelationships }) =>
      trustRelationships.map((entry, index) => ({
        entry,
        project: `${organization.name}/${name}` as const,
        id: `${organization.name}/${name}, relationship ${index + 1}`,
      })),
    ),
  );
  return all
    .filter(({ entry }) => entry.issuer === issuer)
    .map(({ entry, project, id }, index) => ({
      ...entry,
      id,
      project,
      projectId: project,
      organizationId: '',
      issuerId: entry.issuer,
      createdBy: '',
      createdAt: index,
      lastUsedAt: null,
      revision: 1,
      generation: 0,
    }));
}
