import { requireBeforehand } from '../../flows/admin/access.ts';
import { type Actor, actorOf } from '../../flows/admin/actor.ts';
import type { Administer } from '../../flows/admin/administer.ts';
import type { Operation } from '../../flows/admin/operation.ts';
import { Problem } from '../../flows/admin/problem.ts';
import type { AdminAnswer } from '../../flows/admin/request.ts';
import { type ApiContext, type Handler, json, noContent } from '../../http/answer.ts';
import type { ClientAddress } from '../../http/client-address.ts';
import { bearerToken, readBody } from '../../http/request.ts';
import { containsNul, requireStorable } from '../../http/storable.ts';
import type { RateLimits } from '../../limits/rate-limits.ts';
import { Refusal } from '../../refusal.ts';
import type { Log } from '../../system/log.ts';
import type { AcceptToken } from '../../tokens/accept-token.ts';
import { failureResponse } from './problem-response.ts';
import { type AdminRoute, statusOf } from './routes.ts';

export interface AdminDeps {
  administer: Administer;
  acceptToken: AcceptToken;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
  clientAddress: ClientAddress;
  log: Log;
  /** DOCKPASS_URL. */
  url: string;
}

/** An operation over HTTP. */
export function adminEndpoint(deps: AdminDeps, route: AdminRoute): Handler {
  const [method, , operation] = route;
  return async (context) => {
    const clientAddress = deps.clientAddress(context.env.incoming);
    let actor: Actor | null = null;
    try {
      await deps.rateLimits.takeAddress(clientAddress);
      actor = await authenticate(deps, context);
      requireBeforehand(operation, actor);
      const request = {
        actor,
        ids: context.req.param(),
        input: await readInput(context, operation),
        ifMatch: context.req.header('if-match') ?? null,
        idempotencyKey: readIdempotencyKey(context),
      };
      const answer = await deps.administer(operation, { clientAddress }, request);
      const status = statusOf(method, operation, answer);
      return response(status, answer, nextLink(deps.url, context, answer));
    } catch (error) {
      logRefusal(deps.log, error, { action: operation.name, actor, clientAddress });
      return failureResponse(error, deps.log);
    }
  };
}

function response(
  status: number,
  { body, entityTag, replayed }: AdminAnswer,
  headers: Record<string, string>,
): Response {
  const replay = replayed ? { 'idempotency-replayed': 'true' } : {};
  if (body === null) return noContent(replay);
  return json(status, body, { ...headers, ...replay, ...(entityTag && { etag: entityTag }) });
}

/** Of a list that goes on (RFC 8288). */
function nextLink(url: string, { req }: ApiContext, { body }: AdminAnswer): Record<string, string> {
  if (!body || !('next' in body) || typeof body.next !== 'string') return {};
  const query = new URLSearchParams({ ...req.query(), after: body.next });
  return { link: `<${url}${req.path}?${query.toString()}>; rel="next"` };
}

interface Attempt {
  action: string;
  actor: Actor | null;
  clientAddress: string | null;
}

/** Without the path and the body: both hold what a client has sent, by mistake perhaps a token. */
function logRefusal(log: Log, error: unknown, { action, actor, clientAddress }: Attempt): void {
  if (!(error instanceof Problem || error instanceof Refusal)) return;
  const code = error instanceof Problem ? error.code : error.reason;
  const fields = { action, code, actor: actor?.name ?? null, client_address: clientAddress };
  const message = `${action} refused`;
  if (code === 'store_unavailable') log.error({ ...fields, err: error }, message);
  // As for exchanges: whoever floods us must not flood the log as well.
  else if (code === 'rate_limited') log.debug(fields, message);
  else log.info(fields, message);
}

async function authenticate({ acceptToken }: AdminDeps, { env }: ApiContext): Promise<Actor> {
  const token = bearerToken(env.incoming.headers.authorization);
  if (token === undefined)
    throw new Problem('unauthenticated', 'Send Authorization: Bearer and a user access token.');
  try {
    return actorOf(await acceptToken(token));
  } catch (error) {
    if (error instanceof Refusal && error.reason !== 'store_unavailable')
      throw new Problem('unauthenticated', error.message);
    throw error;
  }
}

async function readInput(
  context: ApiContext,
  { query, body, maxBytes }: Operation,
): Promise<unknown> {
  if (query) {
    const sent = context.req.query();
    requireStorable(Object.entries(sent));
    return sent;
  }
  if (!body) return undefined;
  return parseJson(await readBody(context, 'application/json', maxBytes));
}

function parseJson(sent: string): unknown {
  const parsed = parse(sent);
  if (ESCAPED_NUL.test(sent)) throw containsNul();
  if (nestsAtMost(DEEPEST, parsed)) return parsed;
  throw new Problem(
    'invalid_request',
    'The body is nested too deeply; send only what is asked for.',
  );
}

function parse(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    // The parser's message quotes the body, and with it perhaps a secret.
    throw new Problem('invalid_request', 'The body is not JSON.');
  }
}

/** Far more than any request has; whatever recurses through more would overflow the stack. */
const DEEPEST = 100;

function nestsAtMost(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => nestsAtMost(levels - 1, member));
}

/**
 * In JSON, which has no NUL but this one: looked for in the text, as to look at each parsed value holds up the
 * thread that answers jobs for twenty seconds, where a body is as large as a policy file may be.
 */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

function readIdempotencyKey({ req }: ApiContext): string | null {
  const key = req.header('idempotency-key');
  if (key === undefined) return null;
  if (!IDEMPOTENCY_KEY.test(key))
    throw new Problem(
      'invalid_request',
      'The Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID.',
    );
  return key;
}
