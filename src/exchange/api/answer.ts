import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

export type ApiContext = Context<{ Bindings: HttpBindings }>;

/** One endpoint. It answers with a plain Response: nothing is added to it on its way out. */
export type Handler = (context: ApiContext) => Response | Promise<Response>;

/**
 * On every answer. Nothing here is meant to be kept (RFC 6749 section 5.1 asks for both cache
 * headers), rendered, framed or sniffed. There are no CORS headers: no page has business here.
 */
const HEADERS = {
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const JSON_HEADERS = { ...HEADERS, 'content-type': 'application/json' };

export function json(status: number, body: object, headers?: Record<string, string>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: headers ? { ...JSON_HEADERS, ...headers } : JSON_HEADERS,
  });
}

export function text(status: number, body: string, contentType: string): Response {
  return new Response(body, { status, headers: { ...HEADERS, 'content-type': contentType } });
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
