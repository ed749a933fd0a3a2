import { z } from 'zod';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import type { Rules } from '../../trust/compare-decisions.ts';
import { foldCase, sameName } from '../../trust/glob.ts';
import type { TrustRelationship } from '../../trust/relationship.ts';
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

/** One relationship without the change and with it; null: there is none. */
interface Change {
  before: RelationshipRecord | null;
  after: RelationshipRecord | null;
}

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
    const change = await changeOf(context, sent);
    const named = [change.before, change.after].flatMap((one) => one?.repository ?? []);
    const replayed = {
      path: pathOf(entity),
      id: entity.id,
      organizationId: entity.organizationId,
      repositories: [...new Map(named.map((name) => [foldCase(name), name])).values()],
      rulesFor: rulesUnder(context, change),
    };
    const options = { ...settings, now };
    return await replayJobs({ records, operator, options }, replayed, MAX_REPLAYED);
  },
});

async function changeOf(
  context: Context<ProjectRecord>,
  sent: z.output<typeof body>,
): Promise<Change> {
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
function rulesUnder(context: Context<ProjectRecord>, change: Change) {
  const known = new Map<string, Promise<Rules>>();
  return async (issuer: string, repository: string): Promise<Rules> => {
    const key = `${issuer} ${foldCase(repository)}`;
    const rules = known.get(key) ?? lookUp(context, change, issuer, repository);
    known.set(key, rules);
    return await rules;
  };
}

async function lookUp(
  { entity, records }: Context<ProjectRecord>,
  change: Change,
  issuerUrl: string,
  repository: string,
): Promise<Rules> {
  const issuer = await records.issuers.findByUrl(issuerUrl);
  // Of one that is switched off, an exchange finds no relationships.
  if (!issuer?.enabled) return { before: [], after: [], differing: [] };
  const stored = await records.relationships.listConcerned({
    issuerId: issuer.id,
    repository,
    projectId: entity.id,
    organizationId: entity.organizationId,
  });
  const hasSay = (one: RelationshipRecord | null): one is RelationshipRecord =>
    one !== null && one.issuerId === issuer.id && sameName(one.repository, repository);
  const before = stored.filter(hasSay);
  const kept = before.filter(({ id }) => id !== change.before?.id);
  return {
    before: before.map(asFound),
    after: [...kept, ...[change.after].filter(hasSay)].map(asFound),
    differing: [change.before, change.after].filter(hasSay).map(asFound),
  };
}

/** Only what is issued keeps the generation. */
function asFound(record: RelationshipRecord): TrustRelationship {
  return { ...record, generation: 0 };
}
