import { PERMISSIONS } from '../../../../protocol/permissions.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import {
  createProjectToken,
  listProjectTokens,
  revokeProjectToken,
} from '../../../flows/admin/project-tokens.ts';
import { getProject } from '../../../flows/admin/projects.ts';
import { dialogLink } from '../../html/dialog.ts';
import {
  actionButton,
  choiceField,
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
  table,
  time,
} from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { projectFrame } from './frame.ts';

export const settingsPage: SignedInPage = async (request) => {
  const { ids, base, frame } = projectFrame(request);
  const { call, query, now } = request;
  const after = query.get('after');
  await call(getProject, ids, undefined);
  const { items, next } = await call(listProjectTokens, ids, { ...(after && { after }) });
  const add = html`<a class="button primary" href="${base}/settings/tokens/new">${icon('plus')} Add project token</a>`;
  return {
    ...frame('settings'),
    title: 'Settings',
    body: section(
      'Project tokens',
      items.length === 0
        ? emptyState(
            'key-round',
            'No project tokens',
            'A project token opens this project only. Create one for a system that has no OIDC ID tokens.',
          )
        : html`${table(
            'Project tokens',
            [
              'Description',
              'Permissions',
              'Last used',
              'Expires',
              'Created',
              html`<span class="hidden">Actions</span>`,
            ],
            items.map((token) => [
              written(token.description),
              token.permissions.map((permission) => badge(permission)),
              time(token.last_used_at, now),
              token.revoked_at === null ? time(token.expires_at, now) : badge('revoked', 'bad'),
              html`${time(token.created_at, now)} <span class="muted">by ${written(token.created_by)}</span>`,
              token.revoked_at === null && revokeLink(request, base, token),
            ]),
          )}${nextPage(next && `${base}/settings?after=${next}`)}`,
      {
        id: 'tokens',
        description:
          'For builds that can’t use OIDC. Everything else should use a trust relationship.',
        actions: add,
      },
    ),
  };
};

function revokeLink(
  { formKey }: SignedInRequest,
  base: string,
  { id, description }: { id: string; description: string },
): Html {
  const action = `${base}/settings/tokens/${id}/revoke`;
  return dialogLink({
    id: `revoke-${id}`,
    href: `${base}/settings/tokens/${id}/revoke`,
    label: 'Revoke',
    title: 'Revoke this token?',
    body: html`<p>Builds that use ${written(description)} fail from now on. This can’t be undone.</p>${actionButton({ action, formKey, submit: 'Revoke token', tone: 'danger' })}`,
  });
}

export const createTokenPage: SignedInPage = async (request) => createTokenView(request, UNTOUCHED);

const EXPIRIES = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '1 year'],
  ['', 'Never'],
] as const;

function createTokenView(request: SignedInRequest, { values, problem }: Typed): View {
  const { base, frame } = projectFrame(request);
  const chosen = values.getAll('permissions');
  return {
    ...frame('settings'),
    title: 'Add project token',
    narrow: true,
    body: form({
      action: `${base}/settings/tokens`,
      formKey: request.formKey,
      once: values.get('once') ?? request.newOnce(),
      problem,
      submit: 'Create token',
      cancel: `${base}/settings`,
      body: html`${textField({
        name: 'description',
        label: 'Description',
        value: values.get('description') ?? '',
        required: true,
        maxlength: 200,
        hint: 'What uses it, so that you know later what a revocation stops.',
        fault: faultAt(problem, '/description'),
      })}${selectField({
        name: 'expires',
        label: 'Expires after',
        value: values.get('expires') ?? '90',
        choices: EXPIRIES.map(([value, label]) => ({ value, label })),
        fault: faultAt(problem, '/expires_at'),
      })}${choiceField({
        name: 'permissions',
        label: 'Permissions',
        type: 'checkbox',
        values: chosen.length > 0 ? chosen : PERMISSIONS,
        choices: PERMISSIONS.map((value) => ({ value, label: value })),
        fault: faultAt(problem, '/permissions'),
      })}`,
    }),
  };
}

export const sendCreateToken: SignedInPage = async (request) => {
  const { ids, base, frame } = projectFrame(request);
  const { call, form: values, now } = request;
  const days = Number(values.get('expires'));
  try {
    const { token } = await call(
      createProjectToken,
      ids,
      {
        description: values.get('description') ?? '',
        ...(days > 0 && { expires_at: new Date((now + days * 86_400) * 1000).toISOString() }),
        permissions: PERMISSIONS.filter((it) => values.getAll('permissions').includes(it)),
      },
      values.get('once'),
    );
    return {
      ...frame('settings'),
      title: 'Token created',
      narrow: true,
      body: html`${
        token === null
          ? callout(
              'warning',
              'This token was created already, and is shown only once. Revoke it and create another one if you did not keep it.',
            )
          : html`${callout('warning', 'Copy the token now. It is shown only once.')}${snippet(token, 'Project token')}`
      }<p><a class="button primary" href="${base}/settings">Done</a></p>`,
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...createTokenView(request, { values, problem: error }), status: 400 };
  }
};

export const sendRevokeToken: SignedInPage = async (request) => {
  const { base } = projectFrame(request);
  await request.call(
    revokeProjectToken,
    { project_token_id: request.params.token ?? '' },
    undefined,
  );
  return redirect(`${base}/settings`, 'token-revoked');
};
