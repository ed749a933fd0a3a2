import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { type Answer, text } from './answers.ts';
import { type Loopback, serve, type TlsIdentity } from './loopback.ts';

export interface RecordedRequest {
  method: string;
  /** Path without the query. */
  path: `/${string}`;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

/** `POST /oauth/token`; the path is compared without its query. */
export type Route = `${string} /${string}`;

/** An HTTP server that answers each request as its script says, and remembers every request. */
export interface HostileServer extends Loopback {
  /** In the order of arrival. Each is complete: its body has been read. */
  readonly requests: readonly RecordedRequest[];
  requestsTo(route: Route): RecordedRequest[];
  /** The next requests to `route` get these answers, one each; later ones the usual answer. */
  script(route: Route, ...answers: Answer[]): void;
  /** Every request to `route` that no script covers gets this answer. */
  always(route: Route, answer: Answer): void;
  /** Settles once `count` requests to `route` have arrived. */
  arrival(route: Route, count?: number): Promise<void>;
}

export async function startHostileServer(tls?: TlsIdentity): Promise<HostileServer> {
  const requests: RecordedRequest[] = [];
  const scripts = new Map<Route, Answer[]>();
  const usual = new Map<Route, Answer>();
  const waiting = new Set<() => void>();
  const requestsTo = (route: Route) => requests.filter((request) => routeOf(request) === route);

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await record(message);
    requests.push(request);
    for (const check of waiting) check();
    const route = routeOf(request);
    const answer = scripts.get(route)?.shift() ?? usual.get(route) ?? text(404, '');
    answer(response, request);
  }

  const server = await serve((message, response) => {
    // A client that goes away in mid-request is part of the scenarios.
    handle(message, response).catch(() => response.destroy());
  }, tls);
  return {
    ...server,
    requests,
    requestsTo,
    script: (route, ...answers) => {
      scripts.set(route, [...(scripts.get(route) ?? []), ...answers]);
    },
    always: (route, answer) => {
      usual.set(route, answer);
    },
    arrival: (route, count = 1) =>
      new Promise((resolve) => {
        const check = () => {
          if (requestsTo(route).length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

function routeOf(request: RecordedRequest): Route {
  return `${request.method} ${request.path}`;
}

async function record(message: IncomingMessage): Promise<RecordedRequest> {
  const url = new URL(message.url ?? '/', 'http://loopback');
  return {
    method: message.method ?? '',
    path: `/${url.pathname.slice(1)}`,
    query: url.searchParams,
    headers: message.headers,
    body: await readText(message),
  };
}
