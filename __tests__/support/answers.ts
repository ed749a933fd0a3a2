/** Answers of a hostile-server.ts, from the well-behaved to everything that a network does. */

import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { RecordedRequest } from './hostile-server.ts';

/** Answers one request, or leaves it unanswered. */
export type Answer = (response: ServerResponse, request: RecordedRequest) => void;

type Headers = Record<string, string>;

export function json(status: number, body: unknown, headers: Headers = {}): Answer {
  return text(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

export function text(status: number, body: string, headers: Headers = {}): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

/** What a captive portal or a misrouted load balancer says. */
export function html(status: number): Answer {
  return text(status, '<!doctype html><title>Welcome</title>', { 'content-type': 'text/html' });
}

export function redirect(status: number, location: string): Answer {
  return text(status, '', { location });
}

/** Promises the whole body, sends half of it, and ends the connection. */
export function cutOff(body: string): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  };
}

/** One byte of whitespace every `interval` ms, so that an idle time-out never strikes. */
export function drip(interval = 50): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), interval);
    response.once('close', () => clearInterval(timer));
  };
}

/** A valid JSON document of at least `bytes` bytes: `members` and a lot of padding. */
export function huge(bytes: number, members: object): Answer {
  return json(200, { padding: 'x'.repeat(bytes), ...members });
}

/** A JSON document that never ends. */
export function endless(): Answer {
  const chunk = 'x'.repeat(64 * 1024);
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"padding":"');
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pour);
    pour();
  };
}

/** Few bytes on the wire that unfold into `bytes` of valid JSON. */
export function unfolding(bytes: number, members: object): Answer {
  const body = gzipSync(JSON.stringify({ padding: ' '.repeat(bytes), ...members }));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  return (response) => response.writeHead(200, headers).end(body);
}

/** The request has arrived completely, then the connection is reset (TCP RST). */
export function reset(): Answer {
  return (response) => response.socket?.resetAndDestroy();
}

/** Never answers. */
export function silence(): Answer {
  return () => {};
}

/** Answers after `milliseconds`. */
export function slow(milliseconds: number, answer: Answer): Answer {
  return (response, request) => {
    const timer = setTimeout(() => answer(response, request), milliseconds);
    response.once('close', () => clearTimeout(timer));
  };
}

/** An answer that waits behind a gate until the test opens it. */
export interface Gate {
  behind(answer: Answer): Answer;
  open(): void;
}

export function createGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    behind: (answer) => (response, request) => {
      void promise.then(() => answer(response, request));
    },
    open: resolve,
  };
}
