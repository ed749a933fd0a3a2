import { shownEvaluation } from '../exchange/flows/admin/evaluation.ts';
import type { testRelationships } from '../exchange/flows/admin/test-trust.ts';
import type { Claims } from '../exchange/identity/identity.ts';
import { quoteIfNeeded } from '../exchange/identity/quote.ts';
import type { Decision } from '../exchange/trust/decide.ts';
import { type Evaluation, isAddressed } from '../exchange/trust/match.ts';
import type { Grant } from '../exchange/trust/relationship.ts';
import { formatLifetime } from '../protocol/lifetime.ts';
import { describeEvaluation } from './describe-evaluation.ts';
import { styled, type Text } from './output/text.ts';

/**
 * What would happen to the job, then each relationship that names its repository, claim by claim,
 * with the warnings about it. `absence` says which of the projects that it asks for there is none of.
 */
export function describeDecision(
  { grants, refusal, wouldGrant, evaluations }: Decision,
  claims: Claims,
  warningsOf: (relationshipId: string) => readonly string[],
  absence?: string,
): Text[] {
  const naming = evaluations.filter(({ identity }) =>
    identity.some(({ claim, ok }) => claim === 'repository' && ok),
  );
  return [
    ...grants.map(describeGrant),
    ...(refusal
      ? [`refused: ${refusal.reason}`, absence ?? strangerFault(naming, claims) ?? refusal.message]
      : []),
    ...wouldGrant.map((id) => `in audit mode, would grant: ${id}`),
    ...naming.flatMap((evaluation) => [
      ...describeEvaluation(shownEvaluation(evaluation), evaluation.relationshipId),
      ...warningsOf(evaluation.relationshipId),
    ]),
    ...(naming.length === 0 && !absence ? describeNone(evaluations, claims) : []),
  ];
}

const IDS = ['repository_id', 'repository_owner_id'];

/**
 * Why a job is a stranger though its repository is named. It would hear what every stranger hears;
 * whoever tries trust relationships has them before their eyes.
 */
function strangerFault(naming: readonly Evaluation[], claims: Claims): string | undefined {
  if (naming.length === 0 || naming.some(isAddressed)) return undefined;
  const named = `a relationship names ${quoteIfNeeded(claims.repository ?? '')}`;
  const absent = IDS.filter((claim) => claims[claim] === undefined);
  return absent.length > 0
    ? `${named}, but the claims have no ${absent.join(' and no ')}, which every job has; add what gh api repos/OWNER/NAME --jq "[.id, .owner.id]" prints`
    : `${named}, but pins other ids; correct the claims, or the relationship if the repository was made anew`;
}

function describeGrant({
  project,
  permissions,
  maxLifetime,
  relationshipId,
  ids,
  pins,
}: Grant): string {
  const life = maxLifetime === null ? 'the maximum of the server' : formatLifetime(maxLifetime);
  const pinning = pins
    ? `; this use would pin repository_id ${quoteIfNeeded(ids.repositoryId)} and repository_owner_id ${quoteIfNeeded(ids.repositoryOwnerId)}`
    : '';
  return `granted: ${project}: ${permissions.join(', ')} for at most ${life}, by ${relationshipId}${pinning}`;
}

/** A misspelt repository is the likeliest reason: show what there is. */
function describeNone(evaluations: readonly Evaluation[], { repository }: Claims): string[] {
  const known = new Set(evaluations.flatMap(({ identity }) => identity[0]?.expected ?? []));
  const some = [...known].slice(0, 10).join(', ');
  const why = repository
    ? `none of the relationships in question names ${quoteIfNeeded(repository)}`
    : 'no relationship can match: the claims have no repository';
  return ['', `${why}${some ? `; there are ${some}` : ''}`];
}

export type ShownTest = NonNullable<typeof testRelationships.types>['answer'];

/** The same of what is stored, as the API answers it. */
export function describeTest({
  grant,
  reason,
  message,
  would_grant: wouldGrant,
  trust_relationships: evaluations,
  trust_relationships_omitted: omitted,
}: ShownTest): Text[] {
  return [
    ...(grant
      ? [
          [
            styled('green', 'granted'),
            `: ${grant.permissions.join(', ')} for at most ${formatLifetime(grant.max_lifetime)}, by ${grant.trust_relationship}${grant.pins ? '; this use would pin the ids of the repository' : ''}`,
          ],
        ]
      : []),
    ...(reason ? [styled('red', `refused: ${reason}`), message ?? ''] : []),
    ...wouldGrant.map((id) => `in audit mode, would grant: ${id}`),
    ...evaluations.flatMap((evaluation) => [
      ...describeEvaluation(evaluation, evaluation.trust_relationship),
      ...evaluation.warnings.map(({ text, remedy }) => styled('yellow', `! ${text} ${remedy}`)),
    ]),
    ...(omitted > 0 ? ['', `${omitted} more, from which the job was further`] : []),
  ];
}
