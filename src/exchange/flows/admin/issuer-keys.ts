import { z } from 'zod';
import { shownTime, time } from './fields.ts';
import { issuer } from './issuers.ts';
import { read } from './operation.ts';

const shape = z
  .object({
    fetched_at: time
      .nullable()
      .meta({ description: 'Null: no job has needed them since this process started.' }),
    fresh_until: time
      .nullable()
      .meta({ description: 'From then on they are used while new ones are fetched.' }),
    kids: z.array(z.string()).readonly().meta({ description: 'Names of the keys.' }),
    failures: z.int().nonnegative().meta({ description: 'Failed fetches in a row since.' }),
  })
  .meta({
    id: 'IssuerKeys',
    description: 'What the process that answers holds of the keys that an issuer publishes.',
  });

export const getIssuerKeys = read({
  name: 'issuer.keys',
  summary: 'Keys of an issuer as this process holds them, and how old they are',
  access: 'operator',
  target: issuer,
  answer: shape,
  async read({ entity, running }) {
    const held = running.heldKeys(entity.url);
    return {
      fetched_at: shownMilliseconds(held?.fetchedAt ?? null),
      fresh_until: shownMilliseconds(held?.freshUntil ?? null),
      kids: held?.names ?? [],
      failures: held?.failures ?? 0,
    };
  },
});

function shownMilliseconds(time: number | null): string | null {
  return time === null ? null : shownTime(Math.floor(time / 1000));
}
