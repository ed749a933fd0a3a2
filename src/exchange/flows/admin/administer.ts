import { type AuditDeps, draftEvent, logFields, type RequestContext } from '../../audit/audited.ts';
import type { AuditEvent } from '../../audit/event.ts';
import { NOT_LOOKED_UP } from '../../identity/look-up-repository.ts';
import { type RecordStore, type Records, UniqueViolation } from '../../stores/ports/records.ts';
import { epochSeconds } from '../../system/clock.ts';
import { currentUser, requireAccess, requireKind } from './access.ts';
import { OPERATOR } from './actor.ts';
import { createChangeBudget } from './change-budget.ts';
import { entityTag, isMatched } from './entity-tag.ts';
import { createFewAtOnce } from './few-at-once.ts';
import { remembered } from './idempotency.ts';
import type {
  Change,
  Composed,
  Context,
  Operation,
  Others,
  Recorded,
  Settings,
} from './operation.ts';
import { parseInput } from './parse-input.ts';
import { notFound, Problem } from './problem.ts';
import { areReferences, withNamesOf } from './references.ts';
import type { AdminAnswer, AdminRequest } from './request.ts';
import type { Running } from './running.ts';

const NOBODY: Others = { lookUpRepository: async () => NOT_LOOKED_UP };

interface AdministerDeps extends Omit<AuditDeps, 'store'> {
  store: RecordStore;
  settings: Settings;
  /** Left out: nobody is asked. */
  others?: Others;
  running: Running;
}

export type Administer = <Input, Answer extends object | null>(
  operation: Operation<Input, Answer>,
  context: RequestContext,
  request: AdminRequest<NoInfer<Input>>,
) => Promise<AdminAnswer<Answer>>;

/**
 * One administrative request: find what it is about, see whether the actor may, carry it out and
 * record it, all in one transaction. Rejects with a Problem.
 */
export function createAdminister(deps: AdministerDeps): Administer {
  const { others = NOBODY } = deps;
  const fewAtOnce = createFewAtOnce();
  const changeBudget = createChangeBudget(deps.clock);
  const carryOut = async (
    operation: Operation,
    connection: RequestContext,
    request: AdminRequest,
  ): Promise<AdminAnswer> => {
    requireKind(operation.access, request.actor);
    if (operation.kind === 'read')
      return await fewAtOnce(request.actor, async () => {
        const answer = await deps.store.read(async (records) => {
          const context = await contextOf(deps, operation, records, request);
          return await run(operation, context, request.input);
        });
        const { outside } = operation;
        return shown(operation, outside ? await outside(answer as never, others) : answer);
      });
    changeBudget.requireRoom(request.actor);
    const ready = await prepared(deps, operation, request);
    const events: AuditEvent[] = [];
    const answer = await deps.store
      .change(async (records) => {
        events.length = 0;
        const work = () => changed(deps, ready, connection, records, request, events);
        return await remembered(deps, operation, records, request, work);
      })
      .catch(namedTaken);
    changeBudget.charge(request.actor, events);
    for (const event of events) {
      const fields = { ...logFields(event), actor: event.actor };
      deps.log.info(fields, `${event.action} ${event.decision}`);
    }
    return answer;
  };
  // The types meet again here: an answer is what the operation's own schema says.
  return carryOut as Administer;
}

async function contextOf(
  { random, clock, settings, running }: AdministerDeps,
  operation: Operation,
  records: Records,
  { actor, ids }: AdminRequest,
): Promise<Context<unknown>> {
  const now = epochSeconds(clock);
  const user = await currentUser(actor, records, now);
  const operator = actor === OPERATOR || (user?.operator ?? false);
  const visible = user && !operator ? withNamesOf(records, user.id) : records;
  const found = areReferences(ids)
    ? await operation.target.find(visible, ids, actor, now)
    : undefined;
  await requireAccess(operation, actor, user, found, records);
  if (!found) throw notFound();
  return { ...found, actor, operator, records, random, now, settings, running };
}

/**
 * The operation with what takes long done, for those who may carry it out. Of the others some have done
 * so before, and are answered from memory.
 */
async function prepared(
  deps: AdministerDeps,
  operation: Operation,
  request: AdminRequest,
): Promise<Operation> {
  if (!operation.prepare) return operation;
  const context = await deps.store
    .read((records) => contextOf(deps, operation, records, request))
    .catch(undefinedForProblem);
  if (!context) return operation;
  const outcome = await operation.prepare(context as Context<never>);
  return { ...operation, run: (within, input) => operation.run(within, input, outcome as never) };
}

function undefinedForProblem(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
}

async function changed(
  deps: AdministerDeps,
  operation: Operation,
  connection: RequestContext,
  records: Records,
  request: AdminRequest,
  events: AuditEvent[],
): Promise<AdminAnswer> {
  const context = await contextOf(deps, operation, records, request);
  requireMatch(operation, context, request.ifMatch);
  const change = (await run(operation, context, request.input)) as Done;
  for (const one of recordedOf(operation, change))
    events.push(changeEvent(deps, connection, context, one));
  await records.auditEvents.appendAll(events);
  const created = 'before' in change && change.before === null;
  return { ...shown(operation, change.answer), created };
}

type Done = Change<object | null> | Composed<object>;

function recordedOf({ name }: Operation, change: Done): readonly (Recorded & { action: string })[] {
  if ('changes' in change) return change.changes;
  return change.unchanged ? [] : [{ ...change, action: name }, ...(change.also ?? [])];
}

/** The erased types meet again here: the input is what the operation's own schema makes of it. */
function run(operation: Operation, context: Context<unknown>, input: unknown): Promise<unknown> {
  return operation.run(context as Context<never>, parseInput(operation, input) as never);
}

function requireMatch(
  { represent }: Operation,
  { entity, settings }: Context<unknown>,
  ifMatch: string | null,
): void {
  if (ifMatch === null || represent === null) return;
  const current = represent(entity as never, settings);
  if (current === null || !isMatched(ifMatch, current))
    throw new Problem(
      'precondition_failed',
      'It was changed since you read it; read it again and decide anew.',
    );
}

/** The secret is no part of what is tagged: nobody reads it again. */
function shown({ secret }: Operation, answer: unknown): AdminAnswer {
  const body = answer as object | null;
  const lasting = secret === null ? body : { ...body, [secret]: undefined };
  return { body, entityTag: lasting && entityTag(lasting), created: false, replayed: false };
}

function changeEvent(
  deps: AdministerDeps,
  connection: RequestContext,
  { actor, ...target }: Context<unknown>,
  { action, before, after, place = target, scopes, event }: Recorded & { action: string },
): AuditEvent {
  const { organizationId, projectId, project } = place;
  const targets =
    organizationId === null ? [] : [{ organizationId, projectId, ...(project && { project }) }];
  return {
    ...draftEvent(deps, action, connection),
    decision: 'changed',
    actor: actor.name,
    scopes: scopes ?? targets,
    projects: project ? [project] : [],
    detail: { before, after },
    ...event,
  };
}

function namedTaken(error: unknown): never {
  throw error instanceof UniqueViolation
    ? new Problem('taken', 'There is one of that name already; choose another.')
    : error;
}
