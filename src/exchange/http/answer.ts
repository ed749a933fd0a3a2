import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

export type ApiContext = Context<{ Bindings: HttpBindings }>;

/** One endpoint. It answers with a plain Response: nothing is added to it on its way out. */
export type Handler = (context: ApiContext) => Response | Promise<Response>;

/**
 * Nothing here is meant to be rendered, framed or sniffed. There are no CORS headers: no page has
 * any business here.
 */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** RFC 6749 section 5.1 asks for both. */
const UNCACHED = { ...SECURITY_HEADERS, 'cache-control': 'no-store', pragma: 'no-cache' };

const JSON_HEADERS = { ...UNCACHED, 'content-type': 'application/json' };

export function json(status: number, body: object, headers?: Record<string, string>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: headers ? { ...JSON_HEADERS, ...headers } : JSON_HEADERS,
  });
}

/** A document that is the same for everybody. */
export function publicJson(body: object, maxAge: number): Response {
  return new Response(JSON.stringify(body), {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'application/json',
      'cache-control': `public, max-age=${maxAge}`,
    },
  });
}

export function text(status: number, body: string, contentType: string): Response {
  return new Response(body, { status, headers: { ...UNCACHED, 'content-type': contentType } });
}

/** 204: done, and nothing to say. */
export function noContent(headers?: Record<string, string>): Response {
  return new Response(null, { status: 204, headers: { ...UNCACHED, ...headers } });
}

/** An error that is none of an exchange's refusals, in the shape of RFC 6749 section 5.2. */
export function errorAnswer(
  status: number,
  error: string,
  description: string,
  headers?: Record<string, string>,
): Response {
  return json(status, { error, error_description: description }, headers);
}
