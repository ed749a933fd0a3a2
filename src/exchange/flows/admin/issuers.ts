import { z } from 'zod';
import { GITHUB_ISSUER, PROVIDERS } from '../../identity/identity.ts';
import { issuerFault } from '../../policy/fields.ts';
import { text } from '../../policy/text.ts';
import type { IssuerRecord } from '../../stores/ports/issuers.ts';
import { id, shownTime, time } from './fields.ts';
import { change, read, type Working } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { referencedIssuer } from './references.ts';
import { installation, type Target } from './target.ts';

const provider = z.enum(PROVIDERS).meta({ description: 'Whose claims the ID tokens carry.' });

const enabled = z.boolean().meta({ description: 'While it is false, its jobs get no tokens.' });

const shape = z
  .object({ id, url: z.string(), provider, enabled, created_at: time })
  .meta({ id: 'Issuer', description: 'An OIDC provider whose ID tokens are accepted.' });

function shown({ id, url, provider, enabled, createdAt }: IssuerRecord): z.input<typeof shape> {
  return { id, url, provider, enabled, created_at: shownTime(createdAt) };
}

export const issuer: Target<IssuerRecord> = {
  parameter: 'issuer_id',
  async find(records, { issuer_id = '' }) {
    const entity = await referencedIssuer(records, issuer_id);
    return entity && { entity, organizationId: null, projectId: null };
  },
};

export const listIssuers = read({
  name: 'issuer.list',
  summary: 'Issuers, which trust relationships name',
  access: 'user',
  target: installation,
  query: pageQuery.extend({
    url: z.string().optional().meta({ description: 'Only the one with this URL.' }),
  }),
  answer: listOf(shape),
  async read({ records }, { url, ...query }) {
    if (url !== undefined) {
      const found = await records.issuers.findByUrl(url);
      return { items: found ? [shown(found)] : [], next: null };
    }
    return await pageOf(
      query,
      (page) => records.issuers.list(page),
      ({ id }) => id,
      shown,
    );
  },
});

export const createIssuer = change({
  name: 'issuer.create',
  summary: 'Register an issuer',
  access: 'operator',
  target: installation,
  body: z.strictObject({
    url: text(issuerFault, {
      description: 'The issuer as ID tokens name it (iss), byte for byte.',
      examples: [GITHUB_ISSUER],
    }),
    provider: provider.default('github'),
  }),
  answer: shape,
  change: async (context, body) => (await addIssuer(context, { ...body, enabled: true })).change,
});

export async function addIssuer(
  { records, random, now }: Working,
  settings: Pick<IssuerRecord, 'url' | 'provider' | 'enabled'>,
) {
  const created = { id: random.id(), ...settings, createdAt: now };
  await records.issuers.insert(created);
  const answer = shown(created);
  return { created, change: { answer, before: null, after: answer } };
}

export const getIssuer = read({
  name: 'issuer.get',
  summary: 'Get an issuer',
  access: 'user',
  target: issuer,
  answer: shape,
  read: async ({ entity }) => shown(entity),
});

export const updateIssuer = change({
  name: 'issuer.update',
  summary: 'Switch an issuer off or on; off also revokes every build token of its jobs, for good',
  access: 'operator',
  target: issuer,
  body: z.strictObject({ enabled }),
  answer: shape,
  represent: shown,
  change: (context, { enabled }) => switchIssuer(context, context.entity, enabled),
});

export async function switchIssuer({ records }: Working, issuer: IssuerRecord, enabled: boolean) {
  await records.issuers.setEnabled(issuer.id, enabled);
  const answer = shown({ ...issuer, enabled });
  return { answer, before: shown(issuer), after: answer };
}

export const deleteIssuer = change({
  name: 'issuer.delete',
  summary: 'Delete an issuer, every trust relationship that names it, and what those granted',
  access: 'operator',
  target: issuer,
  represent: shown,
  change: (context) => removeIssuer(context, context.entity),
});

export async function removeIssuer({ records }: Working, issuer: IssuerRecord) {
  await records.issuers.remove(issuer.id);
  return { answer: null, before: shown(issuer), after: null };
}
