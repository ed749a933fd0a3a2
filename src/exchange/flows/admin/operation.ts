import type { z } from 'zod';
import type { AuditEvent, AuditScope } from '../../audit/event.ts';
import type { LookUpRepository } from '../../identity/look-up-repository.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { Random } from '../../system/random.ts';
import type { Installation } from '../../trust/danger.ts';
import type { Permitted } from './access.ts';
import type { Actor } from './actor.ts';
import type { Running } from './running.ts';
import type { Found, Target } from './target.ts';

/** Everything that an operation may use. */
export interface Context<Entity> extends Found<Entity> {
  actor: Actor;
  /** Whether the actor is an operator. */
  operator: boolean;
  records: Records;
  random: Random;
  /** Seconds since the epoch. */
  now: number;
  settings: Settings;
  running: Running;
}

/** What a change takes beside what it is about. */
export type Working = Pick<Context<unknown>, 'actor' | 'records' | 'random' | 'now' | 'settings'>;

/** Whose something is; null: the installation's. */
export type Place = Pick<Found<unknown>, 'organizationId' | 'projectId' | 'project'>;

/** Of the exchange that trust relationships are used by. */
export interface Settings extends Required<Installation> {
  /** DOCKPASS_URL. */
  url: string;
}

interface Described extends Permitted {
  /** One line for the API's description. */
  summary: string;
}

/** What an audit event tells of a change. */
export interface Recorded {
  before: object | null;
  after: object | null;
  /** Whose it is, if not the target's. */
  place?: Place;
  /** If not those of the place. What is created has no id before. */
  scopes?: readonly AuditScope[];
  /** What else the event says, if not what every change does. */
  event?: Partial<
    Pick<AuditEvent, 'action' | 'decision' | 'projects' | 'relationships' | 'tokenHashPrefix'>
  >;
}

/** What a change did: what is answered, and what is recorded. */
export interface Change<Answer> extends Recorded {
  answer: Answer;
  /** It was so already: there is nothing to record. */
  unchanged?: boolean;
  /** What changed along with it, each with an event of its own. */
  also?: readonly (Recorded & { action: string })[];
}

/** What an operation did that is made of others': nothing is recorded of itself. */
export interface Composed<Answer> {
  answer: Answer;
  changes: readonly (Recorded & { action: string })[];
}

export interface ReadDefinition<Entity, Query extends z.ZodObject, Answer extends z.ZodType>
  extends Described {
  /** `project.list`. */
  name: string;
  target: Target<Entity>;
  query?: Query;
  /** Instead of the query, for what does not belong into a URL: to be sent with POST. */
  body?: Query;
  /** Bytes of the largest body, if it may be larger than others. */
  maxBytes?: number;
  answer: Answer;
  read(context: Context<Entity>, query: z.output<Query>): Promise<z.input<Answer>>;
  /** Completes the answer once the transaction is over: with what takes as long as another server does. */
  outside?(answer: z.input<Answer>, others: Others): Promise<z.input<Answer>>;
}

/** Whom an operation may ask that is no part of the exchange. */
export interface Others {
  lookUpRepository: LookUpRepository;
}

/** What there is to prepare a change with: no records, as they are read in its transaction. */
export type PrepareContext<Entity> = Pick<Context<Entity>, 'entity' | 'random' | 'now'>;

export interface ChangeDefinition<
  Entity,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  Prepared,
> extends Described {
  /** `project.create`; also the action of its audit event. */
  name: string;
  target: Target<Entity>;
  body?: Body;
  /** Bytes of the largest body, if it may be larger than others. */
  maxBytes?: number;
  /** Left out: there is nothing to answer. */
  answer?: Answer;
  /** Member of the answer that is shown once and kept nowhere. */
  secret?: string;
  /** Whether it takes what works once. */
  mayBeGone?: boolean;
  /** What `If-Match` is compared with: the target as its own GET answers it; null: there is none yet. */
  represent?(entity: Entity, settings: Settings): object | null;
  /** What takes long, done before the transaction, which on SQLite everybody's commits wait for. */
  prepare?(context: PrepareContext<Entity>): Promise<Prepared>;
  change(
    context: Context<Entity>,
    body: z.output<Body>,
    prepared: Prepared,
  ): Promise<Change<z.input<Answer> | null> | Composed<z.input<Answer>>>;
}

/**
 * What is carried out by `administer`, with the types of what is sent and of what is answered; without
 * them as tables of operations hold it.
 */
export interface Operation<Input = unknown, Answer = object | null> extends Described {
  /** Nothing at runtime: it only carries the types. */
  readonly types?: { input: Input; answer: Answer };
  kind: 'read' | 'change';
  name: string;
  target: Target<unknown>;
  query: z.ZodObject | null;
  body: z.ZodType | null;
  maxBytes?: number;
  answer: z.ZodType | null;
  secret: string | null;
  mayBeGone?: boolean;
  represent: ((entity: never, settings: Settings) => object | null) | null;
  prepare: ((context: PrepareContext<never>) => Promise<unknown>) | null;
  outside: ((answer: never, others: Others) => Promise<unknown>) | null;
  /** Without what was prepared it does that itself. */
  run(context: Context<never>, input: never, prepared?: never): Promise<unknown>;
}

/** What is sent to an operation with this schema, if it takes anything. */
type Sent<Schema extends z.ZodType> = [Schema] extends [never] ? undefined : z.input<Schema>;

/** What an operation with this schema answers, if anything. */
type Answered<Schema extends z.ZodType> = [Schema] extends [never] ? null : z.output<Schema>;

/** Something to look at. */
export function read<Entity, Answer extends z.ZodType, Query extends z.ZodObject = never>(
  definition: ReadDefinition<Entity, Query, Answer>,
): Operation<Sent<Query>, Answered<Answer>> {
  const { query = null, body = null, outside = null, read: run, ...rest } = definition;
  const none = { secret: null, represent: null, prepare: null };
  return { kind: 'read', ...none, query, body, outside, run, ...rest };
}

/** Something that changes what is stored, and leaves an audit event. */
export function change<
  Entity,
  Body extends z.ZodType = never,
  Answer extends z.ZodType = never,
  Prepared = undefined,
>(
  definition: ChangeDefinition<Entity, Body, Answer, Prepared>,
): Operation<Sent<Body>, Answered<Answer>> {
  const {
    body = null,
    answer = null,
    secret = null,
    represent = null,
    prepare = null,
    change: run,
    ...rest
  } = definition;
  const prepared: Operation['run'] = async (context, input, made) =>
    await run(context, input, made ?? ((await prepare?.(context)) as never));
  return {
    kind: 'change',
    query: null,
    body,
    answer,
    secret,
    represent,
    prepare,
    outside: null,
    run: prepared,
    ...rest,
  };
}
