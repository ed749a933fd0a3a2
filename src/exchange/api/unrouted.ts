/** Answers to requests that no story tells of. */

import type { HttpBindings } from '@hono/node-server';
import type { ErrorHandler, HonoRequest, NotFoundHandler } from 'hono';
import { BUILDER_CREDENTIALS_PATH } from '../../protocol/builder-credentials.ts';
import { ADMIN_BASE, PATHS } from '../../protocol/token-exchange.ts';
import { errorAnswer, type Handler } from '../http/answer.ts';
import { oauthAnswer } from '../http/statuses.ts';
import { Refusal } from '../refusal.ts';
import type { Log } from '../system/log.ts';
import { adminNotRouted, methodProblem } from './admin/unrouted.ts';

/** Below the path of the admin API, but not of it. */
const OTHERS: readonly string[] = [PATHS.leakedTokens, BUILDER_CREDENTIALS_PATH];

/** Unknown path, or a known one (`allowed`: its methods) asked in a way that it does not answer. */
export function notRouted(
  allowed: ReadonlyMap<string, string>,
  pageNotFound: Handler,
): NotFoundHandler<{ Bindings: HttpBindings }> {
  return (context) => {
    const { req } = context;
    const methods = allowed.get(req.path);
    if (methods !== undefined && OTHERS.includes(req.path)) return methodProblem(methods);
    if (req.path.startsWith(ADMIN_BASE)) return adminNotRouted(req.path.slice(ADMIN_BASE.length));
    if (methods === undefined && isBrowser(req)) return pageNotFound(context);
    if (methods === undefined)
      return errorAnswer(404, 'not_found', 'There is nothing at this path.');
    return errorAnswer(405, 'method_not_allowed', `This path answers ${methods} only.`, {
      allow: methods,
    });
  };
}

/** Programs do not ask for pages. */
function isBrowser(req: HonoRequest): boolean {
  return req.method === 'GET' && (req.header('accept') ?? '').includes('text/html');
}

/** A request that leaves no audit event, because it could not have changed anything, and failed. */
export function unforeseen(log: Log): ErrorHandler {
  return (error, { req }) => {
    if (error instanceof Refusal) {
      // Somebody else's fault, which nobody else has logged.
      if (error.cause !== undefined)
        log.error({ err: error, method: req.method, path: req.path }, 'request refused');
      const { status, error: code, headers } = oauthAnswer(error);
      return errorAnswer(status, code, error.message, headers);
    }
    log.error({ err: error, method: req.method, path: req.path }, 'request failed');
    return errorAnswer(500, 'server_error', 'The exchange failed on its side; try again.');
  };
}
