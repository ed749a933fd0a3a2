import { z } from 'zod';
import type { ClaimCheck, Evaluation } from '../../trust/match.ts';
import { MODES } from '../../trust/relationship.ts';

const check = z
  .object({
    claim: z.string(),
    presented: z.string().nullable().meta({ description: 'Null: the job does not carry it.' }),
    expected: z
      .array(z.string())
      .readonly()
      .nullable()
      .meta({ description: 'One of these would do; null: any value would.' }),
    expected_count: z
      .int()
      .nullable()
      .meta({ description: 'How many there are: an event keeps only the first of them.' }),
    ok: z.boolean(),
  })
  .meta({
    id: 'ClaimCheck',
    description: 'What one claim of a job looked like to one trust relationship.',
  });

/** How a job fares under one relationship; in answers. */
export const evaluationMembers = {
  trust_relationship: z.string().meta({ description: 'Its id.' }),
  revision: z.int().nullable().meta({
    description: 'Raised by each update of it. Null in events that are older than this member.',
  }),
  project: z.string().meta({ examples: ['acme/web'] }),
  mode: z.enum(MODES),
  checks: z.array(check).meta({ description: 'The repository and its ids first.' }),
  expired: z.boolean(),
  pins_missing: z.boolean().meta({
    description: 'No ids are pinned, and this installation requires them.',
  }),
};

export const evaluation = z.object(evaluationMembers).meta({ id: 'Evaluation' });

export function shownEvaluation(evaluated: Evaluation): z.input<typeof evaluation> {
  return {
    trust_relationship: evaluated.relationshipId,
    revision: evaluated.revision ?? null,
    project: evaluated.project,
    mode: evaluated.mode,
    checks: [...evaluated.identity, ...evaluated.conditions].map(shownCheck),
    expired: evaluated.expired,
    pins_missing: evaluated.pinsMissing,
  };
}

function shownCheck({ expected, expectedCount, ...rest }: ClaimCheck): z.input<typeof check> {
  return { ...rest, expected, expected_count: expectedCount ?? expected?.length ?? null };
}
