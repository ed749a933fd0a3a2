import { Problem } from '../../../flows/admin/problem.ts';
import { problemAnswer } from '../../../http/statuses.ts';
import { SESSION_LASTS } from '../../../sessions/session.ts';
import { faultAt, form, type Typed, textField, UNTOUCHED } from '../../html/form.ts';
import { html } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import { callout } from '../../html/parts.ts';
import { ownPath, type Page, type PageRequest } from '../../request.ts';
import type { SignInDeps } from './deps.ts';
import { oidcButton } from './oidc.ts';
import { requirePasskeys, signInWithPasskeyForm } from './passkey.ts';

export function signInPage(deps: SignInDeps): Page {
  return async (request) => {
    const { session, query } = request;
    if (session) return { redirect: ownPath(query.get('to')) };
    return (await deps.firstOperator.isAwaited())
      ? noUsersView(deps, request)
      : signInView(deps, request, null);
  };
}

/** The link itself is for those who can read the log. A provider may let in whoever is in one of its groups. */
function noUsersView(deps: SignInDeps, { query }: PageRequest): View {
  return {
    title: 'Sign in',
    narrow: true,
    body: html`${callout(
      'info',
      html`<p><strong>${deps.signInWithOidc === null ? 'Nobody can sign in yet: this installation has no users.' : 'This installation has no users yet.'}</strong></p><p>Open the link in the log of <code>dockpass serve</code> to become the first operator. If the link has expired, restart <code>dockpass serve</code> for a new one.</p>`,
    )}<p>${oidcButton(deps, ownPath(query.get('to')))}</p>`,
  };
}

function signInView(deps: SignInDeps, request: PageRequest, problem: Problem | null): View {
  const to = ownPath(request.query.get('to') ?? request.form.get('to'));
  return {
    title: 'Sign in',
    narrow: true,
    scripts: ['passkey'],
    body: html`<p class="lead">Sign in to see your projects, who they trust, and why a build was refused.</p>
${signInWithPasskeyForm(deps, request, { to, problem, instead: oidcButton(deps, to) })}
<p class="muted"><a href="/sign-in/token?to=${encodeURIComponent(to)}">Use a user access token instead</a></p>`,
  };
}

export function sendSignInPasskey(deps: SignInDeps): Page {
  const { cookies } = deps;
  return async (request) => {
    const { form, visitor, session, context } = request;
    const spent = cookies.write('ceremony', '', 0);
    try {
      const secret = await requirePasskeys(deps.passkeys).signIn.finish({
        secret: cookies.read(context, 'ceremony'),
        credential: form.get('credential') ?? '',
        visitor,
        before: session,
      });
      return {
        redirect: ownPath(form.get('to')),
        cookies: [cookies.write('session', secret, SESSION_LASTS), spent],
      };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { status } = problemAnswer(error.code);
      return { ...signInView(deps, request, error), status, cookies: [spent] };
    }
  };
}

export const signInTokenPage: Page = async (request) => tokenView(request, UNTOUCHED);

export function sendSignInToken({ signInWithToken, cookies }: SignInDeps): Page {
  return async (request) => {
    const { form, visitor, session } = request;
    try {
      const secret = await signInWithToken(form.get('token') ?? '', visitor, session);
      return {
        redirect: ownPath(form.get('to')),
        cookies: [cookies.write('session', secret, SESSION_LASTS)],
      };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { ...tokenView(request, { values: form, problem: error }), status: 400 };
    }
  };
}

/** The token is never shown again, not even to who has just typed it. */
function tokenView({ formKey, query, form: sent }: PageRequest, { problem }: Typed): View {
  const to = ownPath(query.get('to') ?? sent.get('to'));
  return {
    title: 'Sign in with a token',
    narrow: true,
    body: html`${form({
      action: '/sign-in/token',
      formKey,
      problem,
      submit: 'Sign in',
      cancel: '/sign-in',
      body: html`<input type="hidden" name="to" value="${to}">${textField({
        name: 'token',
        label: 'User access token',
        type: 'password',
        required: true,
        placeholder: 'dpu_…',
        hint: 'The session ends when the token expires or is revoked.',
        fault: faultAt(problem, '/token'),
      })}`,
    })}
<p class="muted">${icon('terminal')} An operator can create one on the exchange’s machine: <code>dockpass token create --user you@example.com --description 'first sign-in'</code></p>`,
  };
}
