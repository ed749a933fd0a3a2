import { z } from 'zod';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { Rules } from '../../trust/compare-decisions.ts';
import { foldCase } from '../../trust/glob.ts';
import { type RelationshipDifference, repositoriesOf, rulesAround } from './changed-rules.ts';
import { id } from './fields.ts';
import { type Context, read } from './operation.ts';
import { pathOf, project } from './projects.ts';
import { newTerms, termsUpdate, updatedTerms } from './relationship-terms.ts';
import { draftOf, ownRelationship } from './relationships-under-test.ts';
import { MAX_REPLAYED, replayJobs, replayShape } from './replay-jobs.ts';

const CHANGES = ['create', 'update', 'delete'] as const;

const body = z
  .strictObject({
    create: newTerms.optional().meta({ description: 'A trust relationship to be added.' }),
    update: z
      .strictObject({ trust_relationship_id: id, terms: termsUpdate })
      .optional()
      .meta({ description: 'One of the project that is to change.' }),
    delete: z
      .strictObject({ trust_relationship_id: id })
      .optional()
      .meta({ description: 'One of the project that is to go.' }),
  })
  .superRefine((sent, context) => {
    if (CHANGES.filter((name) => sent[name] !== undefined).length !== 1)
      context.addIssue({ code: 'custom', message: 'send one of create, update and delete' });
  })
  .meta({ id: 'TrustChange', description: 'One change of the trust relationships of a project.' });

export const replayRelationships = read({
  name: 'trust_relationship.replay',
  summary:
    'Decide on the jobs of the last 30 days once more, as if a trust relationship were changed; nothing is stored or issued',
  access: 'admin',
  target: project,
  body,
  answer: replayShape,
  async read(context, sent) {
    const { entity, records, operator, now, settings } = context;
    const difference = await differenceOf(context, sent);
    const replayed = {
      path: pathOf(entity),
      id: entity.id,
      organizationId: entity.organizationId,
      repositories: repositoriesOf([difference]),
      rulesFor: rulesUnder(context, difference),
    };
    const options = { ...settings, now };
    return await replayJobs({ records, operator, options }, replayed, MAX_REPLAYED);
  },
});

async function differenceOf(
  context: Context<ProjectRecord>,
  sent: z.output<typeof body>,
): Promise<RelationshipDifference> {
  const { update } = sent;
  if (sent.create) return { before: null, after: await draftOf(context, sent.create, '/create') };
  const named = update ? 'update' : 'delete';
  const ofWhich = sent[named]?.trust_relationship_id ?? '';
  const before = await ownRelationship(context, ofWhich, `/${named}/trust_relationship_id`);
  if (!update) return { before, after: null };
  const terms = await updatedTerms(context.records, before, update.terms, '/update/terms');
  return { before, after: { ...before, ...terms } };
}

/** The jobs of a replay are of one repository or two, mostly of one issuer: each is looked up once. */
function rulesUnder(context: Context<ProjectRecord>, difference: RelationshipDifference) {
  const known = new Map<string, Promise<Rules>>();
  return async (issuer: string, repository: string): Promise<Rules> => {
    const key = `${issuer} ${foldCase(repository)}`;
    const rules = known.get(key) ?? lookUp(context, difference, issuer, repository);
    known.set(key, rules);
    return await rules;
  };
}

async function lookUp(
  { entity, records }: Context<ProjectRecord>,
  difference: RelationshipDifference,
  url: string,
  repository: string,
): Promise<Rules> {
  const issuer = await records.issuers.findByUrl(url);
  const stored = await records.relationships.listConcerned({
    issuerId: issuer?.id ?? '',
    repository,
    projectId: entity.id,
    organizationId: entity.organizationId,
  });
  const enabled = issuer?.enabled ?? false;
  return rulesAround(stored, [difference], repository, {
    url,
    enabledBefore: enabled,
    enabledAfter: enabled,
  });
}
