import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { PERMISSIONS } from '../../../protocol/permissions.ts';
import type { ProjectPath } from '../../../protocol/projects.ts';
import type { AuditEvent } from '../../audit/event.ts';
import { type RecordedJob, recordedJobOf } from '../../audit/recorded-job.ts';
import { seenBy } from '../../audit/seen-by.ts';
import type { Claims } from '../../identity/identity.ts';
import type { Records } from '../../stores/ports/records.ts';
import {
  type Compared,
  type CompareOptions,
  compareDecisions,
  DECISION_CHANGES,
  type Rules,
} from '../../trust/compare-decisions.ts';
import { CLAIM_RULES } from '../../trust/conditions.ts';
import type { Grant, TrustRequest } from '../../trust/relationship.ts';
import { id, time } from './fields.ts';
import {
  type LookedAt,
  lookedAtMembers,
  type RecentJobs,
  type Visited,
  walkRecentJobs,
} from './recent-jobs.ts';

/** A project whose trust relationships are to change. */
export interface ReplayedProject {
  path: ProjectPath;
  /** Null: it is yet to be made. */
  id: string | null;
  organizationId: string | null;
  /** Whatever the relationships name that are to change, before or after. */
  repositories: readonly string[];
  /** The organization's, for jobs of this repository at the issuer with this URL. */
  rulesFor(issuer: string, repository: string): Promise<Rules>;
}

export interface ReplayContext {
  records: Records;
  /** Whether the reader may read every event. */
  operator: boolean;
  options: CompareOptions;
}

/** Events that a replay of one project reads. */
export const MAX_REPLAYED = 2000;

/** Relationships that the jobs of a replay are held against; where there are very many, it ends sooner. */
const MAX_EVALUATIONS = 50_000;

/** The same in one go, on the thread that answers jobs. */
const EVALUATIONS_PER_TURN = 500;

/** Of decisions in an answer. */
const MOST_SHOWN = 50;

const grant = z
  .object({
    trust_relationship: z
      .string()
      .meta({ description: 'Its id; of one that is not stored yet, "draft".' }),
    permissions: z.array(z.enum(PERMISSIONS)),
    max_lifetime: z.int().meta({ description: 'Seconds.' }),
    pins: z.boolean().meta({
      description:
        "Whether it would pin the job's repository ids, and admit no others from then on.",
    }),
  })
  .nullable()
  .meta({ description: 'What the job gets; null: nothing.' });

const decision = z.object({
  change: z.enum(DECISION_CHANGES).meta({
    description:
      'The job would be refused, or admitted, or get other permissions or another lifetime, or still be refused while a relationship in audit mode would have admitted it.',
  }),
  jobs: z.int().meta({ description: 'How many there were with these claims.' }),
  reference: id.meta({ description: 'Audit event of the newest of them.' }),
  time,
  recorded: z.enum(['granted', 'refused']).meta({ description: 'What the newest was answered.' }),
  run_id: z.string().nullable(),
  actor: z.string().nullable().meta({ description: 'Who started the run.' }),
  claims: z
    .record(z.string(), z.string())
    .meta({ description: 'Those that trust relationships look at.' }),
  permissions_asked: z
    .array(z.enum(PERMISSIONS))
    .readonly()
    .nullable()
    .meta({ description: 'Null: all that it could have.' }),
  before: grant,
  after: grant,
});

const counts = { refused: z.int(), admitted: z.int(), other_grant: z.int(), audit_only: z.int() };

export const replayShape = z
  .object({
    ...lookedAtMembers,
    skipped: z.int().meta({
      description: 'Among them those whose events keep too little for another decision.',
    }),
    counts: z.object(counts).meta({ description: 'Jobs whose decision would change, and how.' }),
    decisions: z.array(decision).meta({
      description: `One for all jobs with the same claims; what would be refused first, at most ${MOST_SHOWN}.`,
    }),
    decisions_omitted: z.int().meta({ description: 'How many more there are.' }),
  })
  .meta({
    id: 'Replay',
    description:
      'Recorded jobs whose decision a change would change: what trust relationships say, without rate limits and revoked runs.',
  });

export type Replay = z.output<typeof replayShape>;

/** Jobs that nothing tells apart, as far as trust relationships can see. */
interface Group {
  newest: AuditEvent;
  job: RecordedJob;
  jobs: number;
  compared: Compared | undefined;
}

/**
 * Decides on the jobs that were recorded for a project once more, without a change of its trust
 * relationships and with it, by the code that decides when a job comes.
 */
export async function replayJobs(
  context: ReplayContext,
  project: ReplayedProject,
  maxEvents: number,
): Promise<Replay> {
  const { records, options } = context;
  const isShared = (await records.organizations.list({ after: null, limit: 2 }, null)).length > 1;
  const groups = new Map<string, Group>();
  const turns = createTurns();
  let skipped = 0;
  const visit = async (event: AuditEvent): Promise<Visited> => {
    const seen = seenFor(event, project, context);
    const job = seen && recordedJobOf(seen);
    if (!seen || !concerns(seen, job, project, isShared)) return 'passed_over';
    if (!job) {
      skipped++;
      return 'counted';
    }
    const key = keyOf(job);
    const known = groups.get(key);
    if (known) {
      known.jobs++;
      return 'counted';
    }
    const rules = await project.rulesFor(job.issuer, job.claims.repository ?? '');
    if (!(await turns.take(rules.before.length + rules.after.length))) return 'enough';
    const request = requestNow(seen, job.request, project, rules);
    const compared = compareDecisions(
      project.path,
      { claims: job.claims, request },
      rules,
      options,
    );
    groups.set(key, { newest: seen, job, jobs: 1, compared });
    return 'counted';
  };
  const lookedAt = await walkRecentJobs(
    records,
    placesOf(project, context, isShared),
    { now: options.now, maxEvents },
    visit,
  );
  return shown({ ...lookedAt, skipped }, [...groups.values()], options);
}

/**
 * Where there is one organization, jobs may have asked for no project in particular: their events are of
 * whichever was looked at, or of none, and only operators read the latter. An operator finds jobs also that
 * asked for a project before it was made.
 */
function placesOf(
  { id: projectId, organizationId, repositories }: ReplayedProject,
  { operator }: ReplayContext,
  isShared: boolean,
): RecentJobs[] {
  const isNew = projectId === null;
  const place =
    isShared && !isNew
      ? { organizationId, projectId }
      : { organizationId: operator ? null : organizationId, projectId: null };
  return repositories.map((repository) => ({ ...place, repository }));
}

/** Without what concerns other organizations, also for operators: what those decide is not replayed. */
function seenFor(
  event: AuditEvent,
  { organizationId }: ReplayedProject,
  { operator }: ReplayContext,
): AuditEvent | undefined {
  const seen = organizationId === null ? undefined : seenBy(event, new Set([organizationId]));
  return seen ?? (operator ? event : undefined);
}

/** Whether the job asked for the project, by its present name or an earlier one, or for any. */
function concerns(
  { scopes, projects, reason }: AuditEvent,
  job: RecordedJob | undefined,
  { id: projectId, path }: ReplayedProject,
  isShared: boolean,
): boolean {
  if (scopes.some((scope) => projectId !== null && scope.projectId === projectId)) return true;
  if (projects.includes(path)) return true;
  return job?.request.projects === null && !isShared && reason !== 'project_required';
}

/** The projects that the job asked for by the names that they have now, and none of others' organizations. */
function requestNow(
  { scopes }: AuditEvent,
  { projects, permissions }: TrustRequest,
  project: ReplayedProject,
  { before, after }: Rules,
): TrustRequest {
  if (projects === null) return { projects, permissions };
  const ids = new Map(scopes.map((scope) => [scope.project, scope.projectId]));
  const paths = new Map<string | null | undefined, ProjectPath>([
    ...[...before, ...after].map((one) => [one.projectId, one.project] as const),
    [project.id ?? project.path, project.path],
  ]);
  const [organization] = project.path.split('/');
  const named = projects.map((path) => paths.get(ids.get(path)) ?? path);
  const own = named.filter((path) => path.startsWith(`${organization}/`));
  return { projects: own, permissions };
}

/** Whether there is room for so many evaluations more; jobs are answered between turns. */
function createTurns() {
  let [taken, inTurn] = [0, 0];
  return {
    async take(evaluations: number): Promise<boolean> {
      taken += evaluations;
      inTurn += evaluations;
      if (inTurn > EVALUATIONS_PER_TURN) {
        inTurn = evaluations;
        await setImmediate();
      }
      return taken <= MAX_EVALUATIONS;
    },
  };
}

const LOOKED_AT: readonly string[] = [
  'repository',
  'repository_id',
  'repository_owner_id',
  ...CLAIM_RULES.map(({ claim }) => claim),
];

/** Of a job, what trust relationships look at. */
function lookedAtClaims(claims: Claims): Record<string, string> {
  return Object.fromEntries(
    LOOKED_AT.flatMap((name) => {
      const value = claims[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function keyOf({ issuer, claims, request }: RecordedJob): string {
  return JSON.stringify([issuer, lookedAtClaims(claims), request.projects, request.permissions]);
}

function shown(
  lookedAt: LookedAt & Pick<Replay, 'skipped'>,
  groups: readonly Group[],
  options: CompareOptions,
): Replay {
  const differing = DECISION_CHANGES.map(
    (change) => [change, groups.filter(({ compared }) => compared?.change === change)] as const,
  );
  const decisions = differing.flatMap(([, some]) => some);
  const count = (some: readonly Group[]) => some.reduce((sum, { jobs }) => sum + jobs, 0);
  return {
    ...lookedAt,
    counts: Object.fromEntries(differing.map(([change, some]) => [change, count(some)])),
    decisions: decisions.slice(0, MOST_SHOWN).map((group) => shownDecision(group, options)),
    decisions_omitted: Math.max(0, decisions.length - MOST_SHOWN),
  } as Replay;
}

function shownDecision(
  { newest, job: { claims, request }, jobs, compared }: Group,
  options: CompareOptions,
): z.input<typeof decision> {
  if (!compared) throw new Error('a job whose decision stays is not shown');
  return {
    change: compared.change,
    jobs,
    reference: newest.id,
    time: newest.time,
    recorded: newest.decision === 'granted' ? 'granted' : 'refused',
    run_id: claims.run_id ?? null,
    actor: claims.actor ?? null,
    claims: lookedAtClaims(claims),
    permissions_asked: request.permissions,
    before: shownGrant(compared.before.grant, options),
    after: shownGrant(compared.after.grant, options),
  };
}

function shownGrant(granted: Grant | null, { maxLifetime }: CompareOptions): z.input<typeof grant> {
  return (
    granted && {
      trust_relationship: granted.relationshipId,
      permissions: granted.permissions,
      max_lifetime: Math.min(granted.maxLifetime ?? maxLifetime, maxLifetime),
      pins: granted.pins,
    }
  );
}
