import { isNativeError } from 'node:util/types';
import { z } from 'zod';
import { ADMIN_ROUTES } from '../../exchange/api/admin/routes.ts';
import type { Operation } from '../../exchange/flows/admin/operation.ts';
import { notFound, PROBLEMS, Problem } from '../../exchange/flows/admin/problem.ts';
import type { Ids } from '../../exchange/flows/admin/target.ts';
import { CommandFailure } from '../failure.ts';
import type { Fetch } from '../terminal.ts';
import type { Administration } from './administration.ts';

/** `apply` of a large file is the longest. */
const TIMEOUT_MS = 5 * 60_000;

/** Of an answer: a policy of 10,000 trust relationships has a few megabytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** RFC 9457, as the API answers it. */
const problemAnswer = z.object({
  code: z.string(),
  detail: z.string(),
  faults: z.array(z.object({ at: z.string(), detail: z.string() })).optional(),
});

/** The API of the exchange at `server`, with a user access token. */
export function remoteAdministration(server: string, token: string, fetch: Fetch): Administration {
  return {
    server,
    async call(operation, ids, input) {
      const { method, url, body } = requestOf(server, operation, ids, input);
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(body !== null && { 'content-type': 'application/json' }),
        },
        body,
      }).catch((error: unknown) => {
        throw unreachable(server, operation, error);
      });
      const answer = await read(server, operation, response);
      if (!response.ok) throw refusalOf(server, response, answer);
      // What answers 200 where there is nothing to answer is no exchange, and has deleted nothing.
      if (operation.answer === null && response.status !== 204)
        throw notAnExchange(server, response);
      if (operation.answer && !operation.answer.safeParse(answer).success)
        throw failure(
          `${server} sent an answer that this dockpass does not understand; check --server, and that both are of one version`,
        );
      // The schema of the operation has just said so.
      return (operation.answer ? answer : null) as never;
    },
  };
}

function requestOf(
  server: string,
  { name: wanted, query }: Pick<Operation, 'name' | 'query'>,
  ids: Ids,
  input: unknown,
) {
  const route = ADMIN_ROUTES.find(([, , routed]) => routed.name === wanted);
  if (!route)
    throw failure(
      "This command works on the exchange's own machine only; run it there, without --server.",
    );
  const [method, template] = route;
  const path = template.replace(/:(\w+)/g, (_, name) => pathSegment(ids[name] ?? ''));
  const url = new URL(`${server}/api/v1${path}`);
  if (!query) return { method, url, body: input ? JSON.stringify(input) : null };
  for (const [name, value] of Object.entries(input ?? {}))
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
  return { method, url, body: null };
}

/** A URL would take these for steps: `member delete acme ..` would ask to delete acme. */
const STEPS = ['', '.', '..'];

function pathSegment(idOrName: string): string {
  if (STEPS.includes(idOrName)) throw notFound();
  return encodeURIComponent(idOrName);
}

/** Undefined where it is not JSON. */
async function read(
  server: string,
  operation: Pick<Operation, 'kind'>,
  response: Response,
): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > MAX_BYTES)
        throw failure(`${server} answered more than ${MAX_BYTES} bytes; check --server`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof CommandFailure ? error : unreachable(server, operation, error);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

/** What the API says; anything else does not come from an exchange. */
function refusalOf(server: string, response: Response, answer: unknown): Error {
  if (response.headers.has('location'))
    return failure(
      `${server} redirects elsewhere, and a token is not sent along; check --server, which is DOCKPASS_URL of the exchange`,
    );
  const { success, data } = problemAnswer.safeParse(answer);
  if (!success) return notAnExchange(server, response);
  if (data.code === 'unauthenticated')
    return failure(`${data.detail.replace(/\.$/, '')} (the token for ${server})`);
  const code = PROBLEMS.find((known) => known === data.code);
  return code
    ? new Problem(code, data.detail, data.faults)
    : failure(data.detail + tryAgain(response));
}

/** Of what is limited or unavailable for a while (RFC 9110 section 10.2.3). */
function tryAgain({ headers }: Response): string {
  const seconds = headers.get('retry-after');
  return seconds && /^[0-9]+$/.test(seconds) ? ` Try again in ${seconds} s.` : '';
}

function notAnExchange(server: string, { status }: Response): CommandFailure {
  return failure(
    status >= 500
      ? `${server} answered ${status}, as a proxy does whose exchange is down; try again later`
      : `${server} answered ${status} and is not a Dockpass exchange; check --server, which is DOCKPASS_URL of the exchange`,
  );
}

/** A change that was sent may have been made, though its answer is lost. */
function unreachable(
  server: string,
  { kind }: Pick<Operation, 'kind'>,
  error: unknown,
): CommandFailure {
  const lost = kind === 'change' && !NOT_CONNECTED.test(reasonOf(error));
  return failure(
    `${server} is unreachable: ${reasonOf(error)}; ${lost ? 'the change may have been made: look before you repeat it' : 'check --server, the network and HTTPS_PROXY'}`,
  );
}

/** What is said before anything was sent. */
const NOT_CONNECTED =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|certificate|proxy/i;

/** undici says "fetch failed" and gives the reason as its cause. */
function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  if (isNativeError(error.cause)) return reasonOf(error.cause);
  return error.message || String((error as NodeJS.ErrnoException).code);
}

function failure(line: string): CommandFailure {
  return new CommandFailure([line]);
}
