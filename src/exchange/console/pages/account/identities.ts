import { deleteIdentity, getIdentity, listIdentities } from '../../../flows/admin/identities.ts';
import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { actionButton } from '../../html/form.ts';
import { type Html, html, NOTHING, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import {
  callout,
  emptyState,
  facts,
  nextPage,
  section,
  stacked,
  table,
  time,
} from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { ACCOUNT_FRAME } from './frame.ts';

const PATH = '/account/identities';

export function identityRoutes(): readonly ConsoleRoute[] {
  return [
    ['GET', `${PATH}/:identity/unlink`, signedIn(unlinkPage)],
    ['POST', `${PATH}/:identity/unlink`, signedIn(sendUnlink)],
  ];
}

/** Nothing where no provider is configured, and none was. */
export async function identitiesCard(
  { signInWithOidc }: SignInDeps,
  { call, query, now }: SignedInRequest,
): Promise<Html> {
  const after = query.get('identities');
  const { items, next } = await call(listIdentities, {}, { ...(after && { after }) });
  if (signInWithOidc === null && items.length === 0) return NOTHING;
  const nameOf = (issuer: string) =>
    signInWithOidc && URL.parse(issuer)?.href === URL.parse(signInWithOidc.issuer)?.href
      ? html`${written(signInWithOidc.name)} <span class="muted">${issuer}</span>`
      : written(issuer);
  return section(
    'Linked accounts',
    items.length === 0
      ? emptyState(
          'link',
          'No linked accounts',
          html`Link your account at ${written(signInWithOidc?.name ?? '')} to sign in with it.`,
        )
      : html`${stacked(
          table(
            'Linked accounts',
            [
              'Provider',
              'Subject',
              'Last used',
              'Linked',
              html`<span class="hidden">Actions</span>`,
            ],
            items.map((identity) => [
              nameOf(identity.issuer),
              html`<code>${identity.subject}</code>`,
              time(identity.last_used_at, now),
              time(identity.created_at, now),
              html`<a class="button" href="${PATH}/${identity.id}/unlink">Unlink</a>`,
            ]),
          ),
        )}${nextPage(next && `/account?identities=${next}#identities`)}`,
    {
      id: 'identities',
      description: 'Accounts elsewhere that sign you in here.',
      actions:
        signInWithOidc !== null &&
        html`<a class="button" href="/sign-in/oidc/link">${icon('plus')} <span>Link ${written(signInWithOidc.name)}</span></a>`,
    },
  );
}

const unlinkPage: SignedInPage = async ({ call, params, formKey, session }) => {
  const id = params.identity ?? '';
  const { issuer, subject } = await call(getIdentity, { identity_id: id }, undefined);
  return {
    ...ACCOUNT_FRAME,
    title: 'Unlink this account?',
    narrow: true,
    body: html`<p class="lead">It no longer signs you in. Sessions that are open stay open.</p>
${facts([
  ['Provider', written(issuer)],
  ['Subject', html`<code>${subject}</code>`],
])}
${session.record.method === 'oidc' ? callout('warning', 'You signed in with an account like this. Make sure that you have a passkey or another way to sign in, or you lock yourself out.') : NOTHING}
<div class="form-end">${actionButton({ action: `${PATH}/${id}/unlink`, formKey, submit: 'Unlink account', tone: 'danger' })}<a class="button" href="/account#identities">Cancel</a></div>`,
  };
};

const sendUnlink: SignedInPage = async ({ call, params }) => {
  await call(deleteIdentity, { identity_id: params.identity ?? '' }, undefined);
  return redirect('/account#identities', 'identity-unlinked');
};
