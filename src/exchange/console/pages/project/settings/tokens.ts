import { notFound, type Problem } from '../../../../flows/admin/problem.ts';
import {
  getProjectToken,
  listProjectTokens,
  revokeProjectToken,
  updateProjectToken,
} from '../../../../flows/admin/project-tokens.ts';
import { getProject } from '../../../../flows/admin/projects.ts';
import { faultAt, form, textField } from '../../../html/form.ts';
import { type Content, type Html, html, written } from '../../../html/html.ts';
import { icon } from '../../../html/icon.ts';
import type { View } from '../../../html/layout.ts';
import { badge, emptyState, nextPage, section, stacked, table, time } from '../../../html/parts.ts';
import { MOST_DIALOGS, type Question, questionLink } from '../../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../../request.ts';
import { submitted } from '../../../submitted.ts';
import { questionView, settingsFrame } from './frame.ts';

type Token = Awaited<ReturnType<typeof ownToken>>;

/** `changing`: whether to offer changes. */
export async function tokensSection(
  request: SignedInRequest,
  { oidcOnly, changing }: { oidcOnly: boolean; changing: boolean },
): Promise<Html> {
  const { ids, settings } = settingsFrame(request);
  const after = request.query.get('after');
  const { items, next } = await request.call(listProjectTokens, ids, { ...(after && { after }) });
  const add =
    changing &&
    !oidcOnly &&
    html`<a class="button primary" href="${settings}/tokens/new">${icon('plus')} Add project token</a>`;
  return section(
    'Project tokens',
    items.length === 0
      ? emptyState('key-round', 'No project tokens', emptyText(oidcOnly, changing))
      : html`${tokenTable(request, items, changing)}${nextPage(next && `${settings}?after=${next}#tokens`)}`,
    {
      id: 'tokens',
      description:
        'For builds that can’t use OIDC. A token opens this project and no other. Everything else is better off with a trust relationship, which needs no secret.',
      actions: add,
    },
  );
}

function emptyText(oidcOnly: boolean, changing: boolean): string {
  if (oidcOnly) return 'This project is OIDC only, so it accepts none.';
  return changing
    ? 'Create one for a system that has no OIDC ID tokens, such as a cluster that pulls images.'
    : 'An admin of the organization can create one.';
}

function tokenTable(request: SignedInRequest, items: readonly Token[], changing: boolean): Html {
  const { now } = request;
  return stacked(
    table(
      'Project tokens',
      [
        'Description',
        'State',
        'Last used',
        'Expires',
        'Created',
        ...(changing ? [html`<span class="hidden">Actions</span>`] : []),
      ],
      items.map((token) => [
        html`<span class="strong">${written(token.description)}</span><div class="badges">${token.permissions.map((permission) => badge(permission))}</div>`,
        stateBadge(token, now),
        time(token.last_used_at, now),
        time(token.expires_at, now),
        html`${time(token.created_at, now)}<div class="muted name">by ${written(token.created_by)}</div>`,
        ...(changing ? [tokenActions(request, token, items.length > MOST_DIALOGS)] : []),
      ]),
    ),
  );
}

function stateBadge({ revoked_at, expires_at }: Token, now: number): Html {
  if (revoked_at !== null)
    return html`${badge('Revoked', 'bad')}<div class="muted">${time(revoked_at, now)}</div>`;
  return isExpired(expires_at, now) ? badge('Expired', 'warning') : badge('Active', 'good');
}

function isExpired(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) / 1000 <= now;
}

function tokenActions(request: SignedInRequest, token: Token, plain: boolean): Content {
  if (token.revoked_at !== null) return null;
  const { settings } = settingsFrame(request);
  return html`<div class="row-actions"><a class="button" href="${settings}/tokens/${token.id}/rename">Rename<span class="hidden"> ${written(token.description)}</span></a>${questionLink(
    revocation(request, token),
    {
      id: `revoke-${token.id}`,
      label: html`Revoke<span class="hidden"> ${written(token.description)}</span>`,
      formKey: request.formKey,
      plain,
    },
  )}</div>`;
}

function revocation(request: SignedInRequest, { id, description, last_used_at }: Token): Question {
  const { settings } = settingsFrame(request);
  return {
    address: `${settings}/tokens/${id}/revoke`,
    title: 'Revoke this token?',
    body: html`<p><strong>${written(description)}</strong> ${last_used_at === null ? 'was never used.' : html`was last used ${time(last_used_at, request.now)}.`}</p>
<p>Builds that use it fail from now on, and so do build tokens that came from it. A registry lets whoever is logged in go on for up to five minutes. This can’t be undone.</p>`,
    submit: 'Revoke token',
  };
}

/** The token that the address names, if it is one of this project. */
async function ownToken(request: SignedInRequest) {
  const { call, params } = request;
  const project = await call(getProject, settingsFrame(request).ids, undefined);
  const token = await call(getProjectToken, { project_token_id: params.token ?? '' }, undefined);
  if (token.project_id !== project.id) throw notFound();
  return token;
}

export const revokeTokenPage: SignedInPage = async (request) =>
  questionView(request, revocation(request, await ownToken(request)), '#tokens');

export const sendRevokeToken: SignedInPage = async (request) => {
  const { settings } = settingsFrame(request);
  const token = await ownToken(request);
  return await submitted(
    async () => {
      await request.call(revokeProjectToken, { project_token_id: token.id }, undefined);
      return redirect(`${settings}#tokens`, 'token-revoked');
    },
    async (problem) => questionView(request, revocation(request, token), '#tokens', problem),
  );
};

export const renameTokenPage: SignedInPage = async (request) =>
  renameView(request, await ownToken(request), null);

function renameView(request: SignedInRequest, token: Token, problem: Problem | null): View {
  const { settings, formPage } = settingsFrame(request);
  return {
    ...formPage,
    title: 'Rename token',
    body: form({
      action: `${settings}/tokens/${token.id}/rename`,
      formKey: request.formKey,
      problem,
      submit: 'Rename token',
      cancel: `${settings}#tokens`,
      body: textField({
        name: 'description',
        label: 'Description',
        value: request.form.get('description') ?? token.description,
        required: true,
        hint: 'The token itself stays the same.',
        fault: faultAt(problem, '/description'),
      }),
    }),
  };
}

export const sendRenameToken: SignedInPage = async (request) => {
  const { settings } = settingsFrame(request);
  const token = await ownToken(request);
  const description = request.form.get('description') ?? '';
  return await submitted(
    async () => {
      await request.call(updateProjectToken, { project_token_id: token.id }, { description });
      return redirect(`${settings}#tokens`, 'token-renamed');
    },
    async (problem) => renameView(request, token, problem),
  );
};
