import { Problem } from '../../../flows/admin/problem.ts';
import {
  createUserToken,
  getUserToken,
  listUserTokens,
  revokeUserToken,
} from '../../../flows/admin/user-tokens.ts';
import { problemAnswer } from '../../../http/statuses.ts';
import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { dialogLink } from '../../html/dialog.ts';
import {
  actionButton,
  faultAt,
  form,
  selectField,
  type Typed,
  textField,
  UNTOUCHED,
} from '../../html/form.ts';
import { type Html, html, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import {
  badge,
  callout,
  emptyState,
  nextPage,
  section,
  snippet,
  stacked,
  table,
  time,
} from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { timeInDays } from '../token-end.ts';
import { ACCOUNT_FRAME } from './frame.ts';

const PATH = '/account/tokens';

export function tokenRoutes(): readonly ConsoleRoute[] {
  return [
    ['GET', `${PATH}/new`, signedIn(async (request) => createView(request, UNTOUCHED))],
    ['POST', PATH, signedIn(sendCreate)],
    ['GET', `${PATH}/:token/revoke`, signedIn(revokePage)],
    ['POST', `${PATH}/:token/revoke`, signedIn(sendRevoke)],
  ];
}

export async function tokensCard(request: SignedInRequest): Promise<Html> {
  const { call, query, now } = request;
  const after = query.get('tokens');
  const { items, next } = await call(listUserTokens, {}, { ...(after && { after }) });
  return section(
    'User access tokens',
    items.length === 0
      ? emptyState(
          'key-round',
          'No user access tokens',
          'A user access token opens every project of your organizations, for the command line and the API.',
        )
      : html`${stacked(
          table(
            'User access tokens',
            [
              'Description',
              'Last used',
              'Expires',
              'Created',
              html`<span class="hidden">Actions</span>`,
            ],
            items.map((token) => [
              written(token.description),
              time(token.last_used_at, now),
              token.revoked_at === null ? time(token.expires_at, now) : badge('revoked', 'bad'),
              time(token.created_at, now),
              token.revoked_at === null &&
                dialogLink({
                  id: `revoke-${token.id}`,
                  href: `${PATH}/${token.id}/revoke`,
                  label: 'Revoke',
                  title: 'Revoke this token?',
                  body: revokeBody(request, token),
                }),
            ]),
          ),
        )}${nextPage(next && `/account?tokens=${next}#tokens`)}`,
    {
      id: 'tokens',
      description: 'For the command line and the API, in your name.',
      actions: html`<a class="button" href="${PATH}/new">${icon('plus')} Create token</a>`,
    },
  );
}

function revokeBody(
  { formKey }: SignedInRequest,
  { id, description }: { id: string; description: string },
): Html {
  return html`<p>Whatever uses ${written(description)} no longer works, and sessions that were begun with it end. This can’t be undone.</p>${actionButton({ action: `${PATH}/${id}/revoke`, formKey, submit: 'Revoke token', tone: 'danger' })}`;
}

const revokePage: SignedInPage = async (request) => {
  const { call, params } = request;
  const token = await call(getUserToken, { token_id: params.token ?? '' }, undefined);
  return {
    ...ACCOUNT_FRAME,
    title: 'Revoke this token?',
    narrow: true,
    body: revokeBody(request, token),
  };
};

const sendRevoke: SignedInPage = async ({ call, params }) => {
  await call(revokeUserToken, { token_id: params.token ?? '' }, undefined);
  return redirect('/account#tokens', 'token-revoked');
};

const EXPIRIES = [
  ['7', '7 days'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '1 year'],
] as const;

function createView(request: SignedInRequest, { values, problem }: Typed): View {
  return {
    ...ACCOUNT_FRAME,
    title: 'Create a user access token',
    narrow: true,
    body: form({
      action: PATH,
      formKey: request.formKey,
      once: values.get('once') ?? request.newOnce(),
      problem,
      submit: 'Create token',
      cancel: '/account#tokens',
      body: html`${textField({
        name: 'description',
        label: 'Description',
        value: values.get('description') ?? '',
        required: true,
        maxlength: 200,
        placeholder: 'laptop',
        hint: 'What uses it, so that you know later what a revocation stops.',
        fault: faultAt(problem, '/description'),
      })}${selectField({
        name: 'expires',
        label: 'Expires after',
        value: values.get('expires') ?? '90',
        choices: EXPIRIES.map(([value, label]) => ({ value, label })),
        fault: faultAt(problem, '/expires_at'),
      })}`,
    }),
  };
}

const sendCreate: SignedInPage = async (request) => {
  const { call, form: values, now } = request;
  const days = Number(values.get('expires'));
  try {
    const { token } = await call(
      createUserToken,
      {},
      {
        description: values.get('description') ?? '',
        ...(days > 0 && { expires_at: timeInDays(now, days) }),
      },
      values.get('once'),
    );
    return {
      ...ACCOUNT_FRAME,
      title: 'Token created',
      narrow: true,
      body: html`${
        token === null
          ? callout(
              'warning',
              'This token was created already, and is shown only once. Revoke it and create another one if you did not keep it.',
            )
          : html`${callout('warning', 'Copy the token now. It is shown only once.')}${snippet(token, 'User access token')}`
      }<p class="muted">The command line reads it from <code>DOCKPASS_TOKEN</code>, or from <code>~/.config/dockpass/token</code>.</p><p><a class="button primary" href="/account#tokens">Done</a></p>`,
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { status } = problemAnswer(error.code);
    return { ...createView(request, { values, problem: error }), status };
  }
};
