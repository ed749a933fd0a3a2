import { OPERATOR } from '../../../flows/admin/actor.ts';
import { acceptInvitationLink } from '../../../flows/admin/invitation-links.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { declineInvitation } from '../../../flows/admin/user-invitations.ts';
import { SESSION_LASTS } from '../../../sessions/session.ts';
import type { InvitationRecord } from '../../../stores/ports/invitations.ts';
import { anybody, type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { actionButton } from '../../html/form.ts';
import { type Html, html, written } from '../../html/html.ts';
import { callout, facts, section, time } from '../../html/parts.ts';
import { type Page, type PageRequest, redirect, type SignedInPage } from '../../request.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { oidcButton } from '../sign-in/oidc.ts';

const PATH = '/invitations/:secret';

export function invitationRoutes(deps: SignInDeps): readonly ConsoleRoute[] {
  return [
    ['GET', PATH, anybody(invitationPage(deps))],
    ['POST', `${PATH}/accept`, signedIn(sendAccept)],
    ['POST', `${PATH}/decline`, signedIn(sendDecline(deps))],
    ['POST', `${PATH}/join`, anybody(sendJoin(deps))],
  ];
}

/**
 * The same for everybody who has the link, whoever has the invited address: whoever invited may be looking.
 * Nothing happens until somebody presses a button.
 */
function invitationPage(deps: SignInDeps): Page {
  return async (request) => {
    const { params, session, now } = request;
    const secret = params.secret ?? '';
    const invitation = await deps.invitationLinks.find(secret);
    const { organization, role, invitedBy, email, expiresAt } = invitation;
    return {
      title: `Join ${organization}`,
      narrow: true,
      body: html`<p class="lead">${invitedBy === OPERATOR.name ? 'The operator' : written(invitedBy)} invites you to ${written(organization)}, as ${role === 'admin' ? 'an admin' : 'a member'}.</p>
${facts([
  [
    'You may',
    role === 'admin'
      ? 'use its projects, and change who is trusted, who belongs to it and its tokens'
      : 'use its projects',
  ],
  ['Invited address', written(email)],
  ['Ends', time(new Date(expiresAt * 1000).toISOString(), now)],
])}
${session === null ? forVisitor(deps, request, invitation) : forUser(request, invitation)}`,
    };
  };
}

function forVisitor(
  deps: SignInDeps,
  { params, formKey }: PageRequest,
  { email }: InvitationRecord,
): Html {
  const secret = params.secret ?? '';
  const here = `/invitations/${secret}`;
  return html`${section(
    'You have an account here',
    html`<p>Sign in first, whichever address it has. You are asked again before you join.</p><p class="actions"><a class="button primary" href="/sign-in?to=${encodeURIComponent(here)}">Sign in to accept</a>${oidcButton(deps, here, secret)}</p>`,
  )}${section(
    'You are new here',
    html`<p>You get an account of your own, under ${written(email)}, and are signed in to it.</p><div class="form-end">${actionButton({ action: `${here}/join`, formKey, submit: 'Create account and join' })}</div>`,
  )}`;
}

function forUser(
  { params, formKey, session }: PageRequest,
  { organization, email }: InvitationRecord,
): Html {
  const here = `/invitations/${params.secret ?? ''}`;
  const user = session?.user;
  const isTheirs = user?.email === email;
  return html`${
    !isTheirs &&
    callout(
      'warning',
      html`<p>This invitation is for ${written(email)}. You are signed in as ${written(user?.email ?? '')}: if you accept, that account joins ${written(organization)}.</p>`,
    )
  }${isTheirs && html`<p>You are signed in as ${written(email)}.</p>`}
<div class="form-end">${actionButton({ action: `${here}/accept`, formKey, submit: 'Accept invitation', tone: 'primary' })}${
    isTheirs &&
    user?.emailProven &&
    actionButton({ action: `${here}/decline`, formKey, submit: 'Decline' })
  }${actionButton({ action: '/sign-out', formKey, submit: 'Sign out' })}</div>
<p class="muted">If you don’t want to join, you need not do anything.</p>`;
}

const sendAccept: SignedInPage = async ({ call, params }) => {
  await call(acceptInvitationLink, {}, { link: params.secret ?? '' });
  return redirect('/projects', 'joined');
};

function sendDecline({ invitationLinks }: SignInDeps): SignedInPage {
  return async ({ call, params }) => {
    const { id } = await invitationLinks.find(params.secret ?? '');
    await call(declineInvitation, { invitation_id: id }, undefined);
    return redirect('/projects', 'declined');
  };
}

function sendJoin({ invitationLinks, cookies }: SignInDeps): Page {
  return async ({ params, visitor, session }) => {
    if (session !== null)
      throw new Problem(
        'conflict',
        `You are signed in as ${session.user.email}. Open the link again to accept with this account, or sign out first.`,
      );
    const secret = await invitationLinks.acceptAsNewUser(params.secret ?? '', visitor);
    return {
      redirect: '/welcome',
      cookies: [cookies.write('session', secret, SESSION_LASTS)],
    };
  };
}
