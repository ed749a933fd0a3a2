import { z } from 'zod';
import type { PolicyDocument, RelationshipEntry } from '../../policy/document.ts';
import type { PolicyPlan } from '../../policy/plan.ts';
import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import type { Rules } from '../../trust/compare-decisions.ts';
import { foldCase } from '../../trust/glob.ts';
import { type RelationshipDifference, repositoriesOf, rulesAround } from './changed-rules.ts';
import type { Context } from './operation.ts';
import { DRAFT } from './relationships-under-test.ts';
import { MAX_REPLAYED, type ReplayedProject, replayJobs, replayShape } from './replay-jobs.ts';
import type { StoredPolicy } from './stored-policy.ts';

/** Projects whose jobs one plan is held against, and events that it reads for all of them. */
const MAX_PROJECTS = 50;
const MAX_EVENTS = 10_000;

export const planReplays = {
  replays: z
    .array(z.object({ project: z.string(), replay: replayShape }))
    .nullable()
    .meta({
      description: `Of the projects whose trust relationships change, if it was asked for; at most ${MAX_PROJECTS}.`,
    }),
  replays_omitted: z.int().meta({ description: 'How many more such projects there are.' }),
};

const members = z.object(planReplays);

type TrustChange = Extract<PolicyPlan['changes'][number], { kind: 'trust_relationship' }>;

/** The jobs whose decision a plan would change, project by project. */
export async function replayPlan(
  { records, operator, now, settings }: Context<unknown>,
  stored: StoredPolicy,
  wanted: PolicyDocument,
  plan: PolicyPlan,
): Promise<z.input<typeof members>> {
  const changes = plan.changes.filter((change) => change.kind === 'trust_relationship');
  const projects = changedProjects(changes, stored, wanted, now);
  const replayed = projects.slice(0, MAX_PROJECTS);
  const replays: NonNullable<z.input<typeof members>['replays']> = [];
  let left = MAX_EVENTS;
  for (const [index, project] of replayed.entries()) {
    const share = Math.min(MAX_REPLAYED, Math.ceil(left / (replayed.length - index)));
    const context = { records, operator, options: { ...settings, now } };
    const replay = await replayJobs(context, project, share);
    left -= replay.jobs;
    replays.push({ project: project.path, replay });
  }
  return { replays, replays_omitted: projects.length - replayed.length };
}

/** A job of one project may ask for another of the organization: all that changes there has a say. */
function changedProjects(
  changes: readonly TrustChange[],
  stored: StoredPolicy,
  wanted: PolicyDocument,
  now: number,
): ReplayedProject[] {
  const storedOf = Map.groupBy([...stored.relationships.values()], keyOf);
  return [...Map.groupBy(changes, ({ organization }) => organization)].flatMap(
    ([organization, inOrganization]) => {
      const differences = inOrganization.map((change) => differenceOf(change, stored, now));
      const rulesFor = rememberedRules((url, repository) =>
        rulesAround(
          storedOf.get(keyOf({ project: `${organization}/`, issuer: url, repository })) ?? [],
          differences,
          repository,
          { url, ...switchesOf(url, stored, wanted) },
        ),
      );
      const ofProject = Map.groupBy(differences, ({ after, before }) => (after ?? before)?.project);
      return [...ofProject].flatMap(([path, own]) => {
        if (path === undefined) return [];
        const project = stored.projects.get(path);
        return {
          path,
          id: project?.id ?? null,
          organizationId: project?.organizationId ?? null,
          repositories: repositoriesOf(own),
          rulesFor,
        };
      });
    },
  );
}

function keyOf({
  project,
  issuer,
  repository,
}: Pick<RelationshipRecord, 'issuer' | 'repository'> & { project: string }): string {
  return `${project.split('/')[0]} ${issuer} ${foldCase(repository)}`;
}

function rememberedRules(make: (issuer: string, repository: string) => Rules) {
  const known = new Map<string, Rules>();
  return async (issuer: string, repository: string): Promise<Rules> => {
    const key = `${issuer} ${foldCase(repository)}`;
    const rules = known.get(key) ?? make(issuer, repository);
    known.set(key, rules);
    return rules;
  };
}

function switchesOf(url: string, stored: StoredPolicy, wanted: PolicyDocument) {
  const enabledBefore = stored.issuers.get(url)?.enabled ?? false;
  const enabledAfter = wanted.issuers.find((one) => one.url === url)?.enabled ?? enabledBefore;
  return { enabledBefore, enabledAfter };
}

function differenceOf(
  { organization, project, before, after }: TrustChange,
  { relationships, projects, issuers }: StoredPolicy,
  now: number,
): RelationshipDifference {
  const current = relationships.get(before?.id ?? '') ?? null;
  const path = `${organization}/${project}` as const;
  const entity = projects.get(path);
  const recordOf = (entry: RelationshipEntry): RelationshipRecord => ({
    // As young as any: of two that are equally good, the older one grants.
    id: DRAFT,
    createdAt: now,
    createdBy: DRAFT,
    lastUsedAt: null,
    revision: 1,
    ...current,
    ...entry,
    ...(current && { id: current.id }),
    projectId: entity?.id ?? path,
    organizationId: entity?.organizationId ?? organization,
    project: path,
    issuerId: issuers.get(entry.issuer)?.id ?? entry.issuer,
  });
  return { before: current, after: after && recordOf(after) };
}
