import {
  endOtherSessions,
  endUserSession,
  listUserSessions,
} from '../../../flows/admin/user-sessions.ts';
import type { SignInMethod } from '../../../sessions/session.ts';
import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { browserName } from '../../html/browser-name.ts';
import { dialogLink } from '../../html/dialog.ts';
import { actionButton } from '../../html/form.ts';
import { type Html, html, written } from '../../html/html.ts';
import { badge, nextPage, section, stacked, table, time } from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { ACCOUNT_FRAME } from './frame.ts';

const OTHERS = '/account/sessions/end-others';

export function sessionRoutes(): readonly ConsoleRoute[] {
  return [
    ['GET', OTHERS, signedIn(endOthersPage)],
    ['POST', OTHERS, signedIn(sendEndOthers)],
    ['POST', '/account/sessions/:session/end', signedIn(sendEnd)],
  ];
}

const METHODS: Readonly<Record<SignInMethod, string>> = {
  passkey: 'passkey',
  oidc: 'OIDC provider',
  token: 'user access token',
  link: 'one-time link',
};

export async function sessionsCard(request: SignedInRequest): Promise<Html> {
  const { call, query, now, formKey } = request;
  const after = query.get('sessions');
  const { items, next } = await call(listUserSessions, {}, { ...(after && { after }) });
  const isThisOne = ({ id }: { id: string }) => id === request.session.record.id;
  return section(
    'Sessions',
    html`${stacked(
      table(
        'Sessions',
        ['Browser', 'Address', 'Signed in', 'Last seen', html`<span class="hidden">Actions</span>`],
        items.map((session) => [
          html`<span title="${session.user_agent}">${browserName(session.user_agent)}</span> ${isThisOne(session) && badge('this one', 'accent')}`,
          session.client_address === null
            ? html`<span class="muted">unknown</span>`
            : written(session.client_address),
          html`${time(session.created_at, now)} <span class="muted">with ${METHODS[session.method]}</span>`,
          time(session.last_seen_at, now),
          isThisOne(session)
            ? actionButton({ action: '/sign-out', formKey, submit: 'Sign out' })
            : actionButton({
                action: `/account/sessions/${session.id}/end`,
                formKey,
                submit: 'End session',
              }),
        ]),
      ),
    )}${nextPage(next && `/account?sessions=${next}#sessions`)}`,
    {
      id: 'sessions',
      description: 'Where you are signed in. A session ends after 12 idle hours, and after 7 days.',
      actions:
        (items.length > 1 || next !== null) &&
        dialogLink({
          id: 'end-others',
          href: OTHERS,
          label: 'End all others',
          title: 'End all other sessions?',
          body: endOthersBody(request),
        }),
    },
  );
}

function endOthersBody({ formKey }: SignedInRequest): Html {
  return html`<p>You stay signed in here, and nowhere else.</p>${actionButton({ action: OTHERS, formKey, submit: 'End all other sessions', tone: 'danger' })}`;
}

const endOthersPage: SignedInPage = async (request) => ({
  ...ACCOUNT_FRAME,
  title: 'End all other sessions?',
  narrow: true,
  body: endOthersBody(request),
});

const sendEndOthers: SignedInPage = async ({ call }) => {
  await call(endOtherSessions, {}, undefined);
  return redirect('/account#sessions', 'sessions-ended');
};

const sendEnd: SignedInPage = async ({ call, params }) => {
  await call(endUserSession, { session_id: params.session ?? '' }, undefined);
  return redirect('/account#sessions', 'session-ended');
};
