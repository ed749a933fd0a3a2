import { SignInProblem } from '../../../flows/sign-in/sign-in-problem.ts';
import { OIDC_SIGN_IN_LASTS, type SignInWithOidc } from '../../../flows/sign-in/with-oidc.ts';
import type { ApiContext } from '../../../http/answer.ts';
import { SESSION_LASTS } from '../../../sessions/session.ts';
import { anybody, type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { actionButton } from '../../html/form.ts';
import { type Html, html, NOTHING, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import { callout, facts, section } from '../../html/parts.ts';
import { ownPath, type Page, redirect, type SignedInPage } from '../../request.ts';
import type { SignInDeps } from './deps.ts';

const LINK = '/sign-in/oidc/link';

interface OidcPageDeps extends SignInDeps {
  signInWithOidc: SignInWithOidc;
}

export function oidcRoutes(deps: SignInDeps): readonly ConsoleRoute[] {
  const { signInWithOidc } = deps;
  if (signInWithOidc === null) return [];
  const pages = { ...deps, signInWithOidc };
  return [
    ['GET', '/sign-in/oidc', anybody(startPage(pages))],
    ['GET', LINK, signedIn(startLinkPage(pages))],
    ['GET', '/sign-in/oidc/callback', anybody(callbackPage(pages))],
    ['POST', '/account/identities', signedIn(sendLink(pages))],
  ];
}

/**
 * A link and no form: what a form's answer leads to would have to be listed in `form-action`. `invitation`: the
 * secret of one that is to be accepted.
 */
export function oidcButton(
  { signInWithOidc }: Pick<SignInDeps, 'signInWithOidc'>,
  to: string,
  invitation?: string,
): Html {
  if (signInWithOidc === null) return NOTHING;
  const query = new URLSearchParams({ to, ...(invitation !== undefined && { invitation }) });
  return html`<a class="button" href="/sign-in/oidc?${query.toString()}">${icon('log-in')} <span>Sign in with ${written(signInWithOidc.name)}</span></a>`;
}

function startPage({ signInWithOidc, cookies }: OidcPageDeps): Page {
  return async ({ query, session, visitor, context, url }) => {
    const wanted = ownPath(query.get('to'));
    const invitation = query.get('invitation');
    if (invitation !== null && !isFromOwnPage(context, url))
      return { redirect: `/invitations/${encodeURIComponent(invitation)}` };
    if (session) return { redirect: wanted };
    // By then the link that they came from is spent.
    const to = invitation === null ? wanted : redirect('/projects', 'joined').redirect;
    try {
      const { url, secret } = await signInWithOidc.begin({ to, invitation, link: null }, visitor);
      return {
        redirect: url.href,
        cookies: [cookies.write('ceremony', secret, OIDC_SIGN_IN_LASTS)],
      };
    } catch (error) {
      return failed(error, to);
    }
  };
}

/**
 * Somebody has seen the invitation and followed its link: another site's link would make a member of whoever the
 * provider signs in by itself, and tell the organization who that is.
 */
function isFromOwnPage({ req }: ApiContext, url: string): boolean {
  const site = req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  return req.header('referer')?.startsWith(`${new URL(url).origin}/`) ?? false;
}

function startLinkPage({ signInWithOidc, cookies }: OidcPageDeps): SignedInPage {
  return async ({ session, visitor }) => {
    try {
      const wanted = { to: '/account', invitation: null, link: session };
      const { url, secret } = await signInWithOidc.begin(wanted, visitor);
      return {
        redirect: url.href,
        cookies: [cookies.write('ceremony', secret, OIDC_SIGN_IN_LASTS)],
      };
    } catch (error) {
      return failed(error, '/account');
    }
  };
}

function callbackPage({ signInWithOidc, cookies }: OidcPageDeps): Page {
  return async ({ context, query, visitor, session, formKey }) => {
    const gone = cookies.write('ceremony', '', 0);
    try {
      const secret = cookies.read(context, 'ceremony');
      const finished = await signInWithOidc.finish(secret, query, visitor, session);
      if ('toLink' in finished) {
        const { account, secret: ceremony } = finished.toLink;
        return {
          title: `Link your account at ${signInWithOidc.name}?`,
          section: 'account',
          narrow: true,
          cookies: [gone],
          body: html`<p class="lead">From then on this account signs you in as ${written(session?.user.email ?? '')}. Link it only if it is yours.</p>
${section(
  'What the provider says of it',
  facts([
    [
      'E-mail address',
      account.email === null
        ? html`<span class="muted">none that is verified</span>`
        : written(account.email),
    ],
    ['Subject', html`<code>${account.subject}</code>`],
    ['Provider', written(account.issuer)],
  ]),
)}
<div class="form-end">${actionButton({ action: '/account/identities', formKey, submit: 'Link account', tone: 'primary', fields: { ceremony } })}<a class="button" href="/account">Cancel</a></div>`,
        };
      }
      const { secret: begun, to } = finished.signedIn;
      return { redirect: to, cookies: [gone, cookies.write('session', begun, SESSION_LASTS)] };
    } catch (error) {
      return { ...failed(error, session ? '/account' : '/projects'), cookies: [gone] };
    }
  };
}

function sendLink({ signInWithOidc }: OidcPageDeps): SignedInPage {
  return async ({ form, session, visitor }) => {
    try {
      await signInWithOidc.link(form.get('ceremony') ?? '', session, visitor);
      return redirect('/account#identities', 'identity-linked');
    } catch (error) {
      return failed(error, '/account');
    }
  };
}

/** `to`: where whoever tries again wants to go. */
function failed(error: unknown, to: string): View {
  if (!(error instanceof SignInProblem)) throw error;
  const way =
    to === '/account'
      ? html`<a class="button" href="/account">Back to your account</a>`
      : html`<a class="button" href="/sign-in?to=${encodeURIComponent(to)}">Back to sign-in</a>`;
  return {
    title: error.isOutage ? 'The provider is unavailable' : 'You are not signed in',
    narrow: true,
    status: error.isOutage ? 503 : 403,
    body: html`${callout(error.isOutage ? 'warning' : 'bad', error.message)}<p>${way}</p>`,
  };
}
