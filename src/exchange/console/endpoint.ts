import { timingSafeEqual } from 'node:crypto';
import { signedInActor } from '../flows/admin/actor.ts';
import type { Administer } from '../flows/admin/administer.ts';
import { Problem } from '../flows/admin/problem.ts';
import type { Session, Sessions } from '../flows/sign-in/sessions.ts';
import type { ApiContext, Handler } from '../http/answer.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { type Form, readForm } from '../http/request.ts';
import { requireStorable } from '../http/storable.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { secretText } from '../sessions/session.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import { isId } from '../system/ids.ts';
import type { Log } from '../system/log.ts';
import type { Random } from '../system/random.ts';
import type { Assets } from './assets.ts';
import type { Cookies } from './cookies.ts';
import { PAGE_HEADERS } from './headers.ts';
import { document } from './html/layout.ts';
import { failureView } from './pages/failure.ts';
import { withOwnTabs } from './pages/roles.ts';
import {
  isNotice,
  NOTICES,
  type Page,
  type PageAnswer,
  type PageRequest,
  type SignedInPage,
  type SignedInRequest,
} from './request.ts';

export interface EndpointDeps {
  administer: Administer;
  sessions: Sessions;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
  clientAddress: ClientAddress;
  cookies: Cookies;
  assets: Assets;
  clock: Clock;
  random: Random;
  log: Log;
  /** DOCKPASS_URL. */
  url: string;
}

/** A page for everybody, signed in or not. */
export function anybody(page: Page): Served {
  return (deps) => async (context) => {
    const clientAddress = deps.clientAddress(context.env.incoming);
    let request: PageRequest | null = null;
    try {
      await deps.rateLimits.takeAddress(clientAddress);
      request = await readRequest(deps, context, clientAddress);
      return answer(deps, request, await page(request));
    } catch (error) {
      return answer(deps, request, failureView(error, deps.log));
    }
  };
}

export type Served = (deps: EndpointDeps) => Handler;

export type ConsoleRoute = readonly [method: 'GET' | 'POST', path: string, served: Served];

/** A page of those who are signed in; others sign in first, and come back to what they wanted to see. */
export function signedIn(page: SignedInPage): Served {
  return (deps) =>
    anybody(async (request) => {
      const { session, context, address, visitor } = request;
      if (session === null) {
        if (context.req.method === 'POST')
          throw new Problem(
            'unauthenticated',
            'Your session has ended. Sign in again in another tab, come back to this one, and send the form again.',
          );
        return { redirect: `/sign-in?to=${encodeURIComponent(address)}` };
      }
      const actor = signedInActor(session.record, session.user);
      const { clientAddress } = visitor;
      const theirs: SignedInRequest = {
        ...request,
        session,
        newOnce: () => deps.random.id(),
        async call(operation, ids, input, once = null) {
          // Whatever else stands in a form is none of ours, and would be kept for a day.
          const idempotencyKey = once !== null && isId(once) ? once : null;
          const asked = { actor, ids, input, ifMatch: null, idempotencyKey };
          const { body } = await deps.administer(operation, { clientAddress }, asked);
          return body;
        },
      };
      return await withOwnTabs(theirs, await page(theirs));
    })(deps);
}

async function readRequest(
  deps: EndpointDeps,
  context: ApiContext,
  clientAddress: string | null,
): Promise<PageRequest> {
  const { req } = context;
  const secret = deps.cookies.read(context, 'session');
  const session = (secret && (await deps.sessions.find(secret))) || null;
  const formKey =
    session?.record.formKey ?? deps.cookies.read(context, 'form') ?? secretText(deps.random);
  const isPost = req.method === 'POST';
  if (isPost) requireOwnOrigin(deps.url, context);
  const form: Form = isPost ? await readForm(context) : new URLSearchParams();
  if (isPost) requireFormKey(form, formKey);
  const { search } = new URL(req.url);
  const query = new URLSearchParams(search);
  requireStorable(query);
  requireStorable(form);
  return {
    params: req.param(),
    query,
    form,
    address: req.path + search,
    visitor: { clientAddress, userAgent: req.header('user-agent') ?? '' },
    session,
    formKey,
    now: epochSeconds(deps.clock),
    url: deps.url,
    context,
  };
}

/**
 * What another site makes a browser send arrives with that site's origin (Fetch standard, section 3.2), or with
 * none at all where its page has none.
 */
function requireOwnOrigin(url: string, { req }: ApiContext): void {
  const origin = req.header('origin');
  const isOwn =
    origin === undefined
      ? req.header('sec-fetch-site') === 'same-origin'
      : origin === new URL(url).origin;
  if (!isOwn)
    throw new Problem(
      'forbidden',
      `This form was not sent by a page of this console, so nothing was changed. Open the console at ${url} and try again there.`,
    );
}

/** Beside the origin: what belongs to the session, or to this browser while nobody is signed in. */
function requireFormKey(form: Form, formKey: string): void {
  const sent = Buffer.from(form.get('form_key') ?? '');
  const expected = Buffer.from(formKey);
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected))
    throw new Problem(
      'forbidden',
      'This form belongs to a session that has ended, so nothing was changed. Reload the page and send the form again.',
    );
}

/** Seconds for which a form that was opened before signing in can be sent. */
const FORM_LASTS = 24 * 60 * 60;

function answer(
  { assets, cookies }: EndpointDeps,
  request: PageRequest | null,
  answered: PageAnswer,
): Response {
  if (answered instanceof Response) return answered;
  const headers = new Headers(PAGE_HEADERS);
  for (const line of answered.cookies ?? []) headers.append('set-cookie', line);
  if ('redirect' in answered) {
    headers.set('location', answered.redirect);
    return new Response(null, { status: 303, headers });
  }
  if (request && request.session === null)
    headers.append('set-cookie', cookies.write('form', request.formKey, FORM_LASTS));
  const notice = request?.query.get('notice') ?? '';
  const body = document(answered, {
    user: frameUser(request?.session ?? null),
    assetUrl: assets.urlOf,
    notice: isNotice(notice) ? NOTICES[notice] : null,
  });
  return new Response(body, { status: answered.status ?? 200, headers });
}

function frameUser(session: Session | null) {
  if (session === null) return null;
  const { record, user } = session;
  return { email: user.email, operator: user.operator, formKey: record.formKey };
}
