/** What a browser's authenticator is asked to sign, until it is back. */

import { z } from 'zod';
import { hashOfSecret, secretText } from '../../sessions/session.ts';
import type { CeremonyKind } from '../../stores/ports/ceremonies.ts';
import type { RecordStore } from '../../stores/ports/records.ts';
import { type Clock, epochSeconds } from '../../system/clock.ts';
import type { Random } from '../../system/random.ts';
import { Problem } from '../admin/problem.ts';

export interface CeremonyDeps {
  store: RecordStore;
  clock: Clock;
  random: Random;
}

/** Seconds that somebody has to find their key, and to touch it. */
export const CEREMONY_LASTS = 5 * 60;

type PasskeyCeremony = Exclude<CeremonyKind, 'oidc'>;

/** Returns the secret by which it is continued, for the browser alone. */
export async function beginCeremony(
  { store, clock, random }: CeremonyDeps,
  kind: PasskeyCeremony,
  data: object,
): Promise<string> {
  const secret = secretText(random);
  const expiresAt = epochSeconds(clock) + CEREMONY_LASTS;
  await store.change(({ ceremonies }) =>
    ceremonies.insert({ kind, hash: hashOfSecret(secret), data, expiresAt }),
  );
  return secret;
}

/** Spends it, whatever comes of it: no challenge is answered twice. Rejects with a Problem. */
export async function continueCeremony<Data extends z.ZodType>(
  { store, clock }: CeremonyDeps,
  kind: PasskeyCeremony,
  secret: string | undefined,
  data: Data,
): Promise<z.output<Data>> {
  const taken =
    secret === undefined
      ? undefined
      : await store.change(({ ceremonies }) =>
          ceremonies.take(kind, hashOfSecret(secret), epochSeconds(clock)),
        );
  if (!taken)
    throw new Problem('invalid_request', 'That took too long, or was sent before. Try again.');
  return data.parse(taken.data);
}

const part = z.string().max(16_384);

const answer = z.looseObject({ id: z.string().min(1).max(1400), rawId: part, type: part });

/** As `toJSON` of the browser's credential, as far as we look at it ourselves. */
export const assertionShape = answer.extend({
  response: z.looseObject({
    clientDataJSON: part,
    authenticatorData: part,
    signature: part,
    userHandle: part.nullish(),
  }),
});

export const attestationShape = answer.extend({
  response: z.looseObject({
    clientDataJSON: part,
    attestationObject: part,
    transports: z.array(z.string().max(32)).max(16).optional(),
  }),
});

/** What the page's script has put into the form. Rejects with a Problem. */
export function readCredential<Shape extends z.ZodType>(
  shape: Shape,
  text: string,
): z.output<Shape> {
  const { data } = shape.safeParse(parsed(text));
  if (data === undefined)
    throw new Problem(
      'invalid_request',
      'The browser sent no passkey. Passkeys need JavaScript; reload the page and try again.',
    );
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
