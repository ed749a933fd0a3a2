import { setTimeout as delay } from 'node:timers/promises';
import { listEvents, listOrganizationEvents } from '../../../flows/admin/audit-events.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { getProject } from '../../../flows/admin/projects.ts';
import { Refusal } from '../../../refusal.ts';
import type { Clock } from '../../../system/clock.ts';
import type { Log } from '../../../system/log.ts';
import { SECURITY_HEADERS } from '../../headers.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { projectFrame } from '../project/frame.ts';

export interface StreamDeps {
  clock: Clock;
  log: Log;
  /** Aborted once the exchange shuts down: no stream holds that up. */
  ending: AbortSignal;
}

/** Milliseconds between two looks. Each is a read of its own, so that replicas need not know of each other. */
const POLL = 2000;

/** Milliseconds of silence after which proxies may think that nobody is there. */
const HEARTBEAT = 15_000;

/** Milliseconds after which the browser connects anew. */
const LASTS = 10 * 60_000;

/** Of one user; more tabs than that say how to reload. */
const MOST_OF_USER = 4;

/** Nobody's organization has them all, however many people it invites. */
const MOST_OF_ORGANIZATION = 50;

/** In this process: each costs a read every two seconds. */
const MOST = 200;

/** Milliseconds after which a browser whose stream has ended opens another. */
const RETRY = 5000;

/** Id of the newest event; null: there is none. Rejects for those who may not read it, or no longer. */
type Newest = () => Promise<string | null>;

/** The addresses that tell when something has happened, for `assets/live.js`. */
export function createStreams(
  deps: StreamDeps,
): Record<'project' | 'organization' | 'all', SignedInPage> {
  const takeSlot = createSlots();
  const stream = (newestOf: (request: SignedInRequest) => Newest): SignedInPage => {
    return async (request) => {
      const newest = newestOf(request);
      // Before anything is answered: it may be nobody's to see.
      const already = await newest();
      // Of an answer without a body, nobody ever reads the end.
      if (request.context.req.method === 'HEAD') return new Response(null, { headers: HEADERS });
      const release = takeSlot(request.session.user.id, request.params.organization ?? '');
      const told = toldBefore(request) ?? already ?? '';
      return new Response(bodyOf(deps, newest, told, release), { headers: HEADERS });
    };
  };
  return { project: stream(ofProject), organization: stream(ofOrganization), all: stream(ofAll) };
}

const HEADERS = {
  ...SECURITY_HEADERS,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx would keep what is sent until it has a page of it.
  'x-accel-buffering': 'no',
};

function ofProject(request: SignedInRequest): Newest {
  const { ids } = projectFrame(request);
  const newest = ofOrganization(request, ids);
  return async () => {
    await request.call(getProject, ids, undefined);
    return await newest();
  };
}

function ofOrganization(
  { call, params }: SignedInRequest,
  only: { project_id?: string } = {},
): Newest {
  const ids = { organization_id: params.organization ?? '' };
  return async () => idOfFirst(await call(listOrganizationEvents, ids, { ...only, limit: 1 }));
}

function ofAll({ call }: SignedInRequest): Newest {
  return async () => idOfFirst(await call(listEvents, {}, { limit: 1 }));
}

function idOfFirst({ items: [first] }: { items: { id: string }[] }): string | null {
  return first?.id ?? null;
}

/** What the page shows already, or what was told before the connection broke off (`Last-Event-ID`). */
function toldBefore({ query, context }: SignedInRequest): string | undefined {
  return context.req.header('last-event-id') ?? query.get('after') ?? undefined;
}

/** Returns what gives the slot back; more than once does no harm. `organization`: as the address names it. */
function createSlots(): (userId: string, organization: string) => () => void {
  const open = new Map<symbol, { userId: string; organization: string }>();
  return (userId, organization) => {
    const others = [...open.values()];
    const ofUser = others.filter((other) => other.userId === userId);
    const ofOrganization = others.filter((other) => other.organization === organization);
    if (
      ofUser.length >= MOST_OF_USER ||
      ofOrganization.length >= MOST_OF_ORGANIZATION ||
      others.length >= MOST
    )
      throw new Refusal(
        'rate_limited',
        'Too many pages are updated live already; reload this one.',
        {
          retryAfter: 60,
        },
      );
    const slot = Symbol();
    open.set(slot, { userId, organization });
    return () => void open.delete(slot);
  };
}

/** Read only as fast as it is sent: whoever does not read costs nothing. */
function bodyOf(
  { ending, ...deps }: StreamDeps,
  newest: Newest,
  told: string,
  release: () => void,
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const texts = follow(deps, newest, told, AbortSignal.any([ending, gone.signal]));
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await texts.next();
        if (!done) return controller.enqueue(encoder.encode(value));
        release();
        controller.close();
      },
      cancel() {
        release();
        gone.abort();
      },
    },
    { highWaterMark: 0 },
  );
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
async function* follow(
  { clock, log }: Omit<StreamDeps, 'ending'>,
  newest: Newest,
  told: string,
  over: AbortSignal,
): AsyncGenerator<string, void> {
  yield `retry: ${RETRY}\n\n`;
  const until = clock() + LASTS;
  let last = told;
  let spoken = clock();
  while (!over.aborted && clock() < until) {
    const looked = await look(newest, log);
    if (looked.ended) return;
    const { id = last } = looked;
    if (id !== last) {
      last = id;
      spoken = clock();
      yield `id: ${id}\ndata: ${id}\n\n`;
    } else if (clock() - spoken >= HEARTBEAT) {
      spoken = clock();
      yield ': nothing new\n\n';
    }
    await delay(POLL, undefined, { signal: over }).catch(() => {});
  }
}

/** Whoever may no longer see it is told nothing more; what is only busy, without an id, is asked again. */
async function look(newest: Newest, log: Log): Promise<{ ended: boolean; id?: string }> {
  try {
    return { ended: false, id: (await newest()) ?? '' };
  } catch (error) {
    if (error instanceof Refusal) return { ended: false };
    if (!(error instanceof Problem)) log.error({ err: error }, 'a stream failed');
    return { ended: true };
  }
}
