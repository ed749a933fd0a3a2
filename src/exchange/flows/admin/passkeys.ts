import { z } from 'zod';
import { descriptionFault } from '../../policy/fields.ts';
import { text } from '../../policy/text.ts';
import type { PasskeyRecord } from '../../stores/ports/passkeys.ts';
import { userOf } from './actor.ts';
import { id, shownTime, shownTimeOrNull, time } from './fields.ts';
import { change, read } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { installation, type Target } from './target.ts';

const shape = z
  .object({
    id,
    name: z.string(),
    created_at: time,
    last_used_at: time.nullable(),
  })
  .meta({ id: 'Passkey', description: 'One of your passkeys. They are added in the console.' });

export function shownPasskey(passkey: PasskeyRecord): z.input<typeof shape> {
  return {
    id: passkey.id,
    name: passkey.name,
    created_at: shownTime(passkey.createdAt),
    last_used_at: shownTimeOrNull(passkey.lastUsedAt),
  };
}

const ownPasskey: Target<PasskeyRecord> = {
  parameter: 'passkey_id',
  async find(records, { passkey_id = '' }, { user }) {
    const entity = await records.passkeys.find(passkey_id);
    if (!entity || entity.userId !== user?.id) return undefined;
    return { entity, organizationId: null, projectId: null };
  },
};

export const listPasskeys = read({
  name: 'passkey.list',
  summary: 'Your passkeys',
  access: 'own',
  target: installation,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ actor, records }, query) =>
    pageOf(
      query,
      (page) => records.passkeys.list(userOf(actor).id, page),
      ({ id }) => id,
      shownPasskey,
    ),
});

export const getPasskey = read({
  name: 'passkey.get',
  summary: 'Get one of your passkeys',
  access: 'own',
  target: ownPasskey,
  answer: shape,
  read: async ({ entity }) => shownPasskey(entity),
});

export const passkeyName = text(descriptionFault, { description: 'For you: where it is.' });

export const updatePasskey = change({
  name: 'passkey.update',
  summary: 'Rename one of your passkeys',
  access: 'own',
  target: ownPasskey,
  body: z.strictObject({ name: passkeyName }),
  answer: shape,
  represent: shownPasskey,
  async change({ entity, records }, { name }) {
    await records.passkeys.rename(entity.id, name);
    const answer = shownPasskey({ ...entity, name });
    return { answer, before: shownPasskey(entity), after: answer };
  },
});

export const deletePasskey = change({
  name: 'passkey.delete',
  summary: 'Remove one of your passkeys; nobody can sign in with it any more',
  access: 'own',
  target: ownPasskey,
  represent: shownPasskey,
  async change({ entity, records }) {
    await records.passkeys.remove(entity.id);
    return { answer: null, before: shownPasskey(entity), after: null };
  },
});
