import { z } from 'zod';
import type { IdentityRecord } from '../../stores/ports/identities.ts';
import { userOf } from './actor.ts';
import { id, shownTime, shownTimeOrNull, time } from './fields.ts';
import { change, read } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { installation, type Target } from './target.ts';

const shape = z
  .object({
    id,
    issuer: z.string().meta({ description: 'URL of the OIDC provider.' }),
    subject: z.string().meta({ description: 'Who you are there: `sub` of its ID tokens.' }),
    created_at: time,
    last_used_at: time.nullable(),
  })
  .meta({ id: 'Identity', description: 'Your account at an OIDC provider, which signs you in.' });

export function shownIdentity(identity: IdentityRecord): z.input<typeof shape> {
  return {
    id: identity.id,
    issuer: identity.issuer,
    subject: identity.subject,
    created_at: shownTime(identity.createdAt),
    last_used_at: shownTimeOrNull(identity.lastUsedAt),
  };
}

const ownIdentity: Target<IdentityRecord> = {
  parameter: 'identity_id',
  async find(records, { identity_id = '' }, { user }) {
    const entity = await records.identities.find(identity_id);
    if (!entity || entity.userId !== user?.id) return undefined;
    return { entity, organizationId: null, projectId: null };
  },
};

export const listIdentities = read({
  name: 'identity.list',
  summary: 'Your accounts at OIDC providers, which sign you in to the console',
  access: 'own',
  target: installation,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ actor, records }, query) =>
    pageOf(
      query,
      (page) => records.identities.list(userOf(actor).id, page),
      ({ id }) => id,
      shownIdentity,
    ),
});

export const getIdentity = read({
  name: 'identity.get',
  summary: 'Get one of your accounts at OIDC providers',
  access: 'own',
  target: ownIdentity,
  answer: shape,
  read: async ({ entity }) => shownIdentity(entity),
});

export const deleteIdentity = change({
  name: 'identity.delete',
  summary: 'Unlink an account at an OIDC provider: it signs you in no more',
  access: 'own',
  target: ownIdentity,
  represent: shownIdentity,
  async change({ entity, records }) {
    await records.identities.remove(entity.id);
    return { answer: null, before: shownIdentity(entity), after: null };
  },
});
