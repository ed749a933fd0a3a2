import { deleteIssuer, getIssuer, updateIssuer } from '../../../flows/admin/issuers.ts';
import type { Problem } from '../../../flows/admin/problem.ts';
import { revokeIssuer } from '../../../flows/admin/revocations.ts';
import { faultAt, form, textField } from '../../html/form.ts';
import { html, written } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import { callout } from '../../html/parts.ts';
import type { Question } from '../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { requireTypedName, submitted } from '../../submitted.ts';
import { installationFrame, questionView } from './frame.ts';

export const ISSUERS = '/installation/issuers';

type Issuer = Awaited<ReturnType<typeof issuerOf>>;

async function issuerOf({ call, params }: SignedInRequest) {
  return await call(getIssuer, { issuer_id: params.issuer ?? '' }, undefined);
}

export function switching({ id, url, enabled }: Issuer): Question {
  return {
    address: `${ISSUERS}/${id}/enabled`,
    title: enabled ? 'Disable this issuer?' : 'Enable this issuer?',
    body: enabled
      ? html`<p>Jobs of ${written(url)} get no tokens, in any organization. Build tokens that they have stop working at once and for good, also if you enable it again.</p>`
      : html`<p>Jobs of ${written(url)} may exchange again, as far as trust relationships admit them.</p>`,
    fields: html`<input type="hidden" name="enabled" value="${enabled ? 'off' : 'on'}">`,
    submit: enabled ? 'Disable issuer' : 'Enable issuer',
    tone: enabled ? 'danger' : 'primary',
  };
}

export function revocation({ id, url }: Issuer): Question {
  return {
    address: `${ISSUERS}/${id}/revoke`,
    title: 'Revoke build tokens?',
    body: html`<p>Every build token that was issued to jobs of ${written(url)} stops working at once, in all organizations. Running jobs may exchange again while the issuer is enabled: to keep them out, disable it instead.</p>`,
    submit: 'Revoke build tokens',
  };
}

function asked(
  request: SignedInRequest,
  question: Question,
  { id }: Issuer,
  problem: Problem | null = null,
): View {
  return questionView(request, question, { tab: 'issuers', back: `${ISSUERS}/${id}`, problem });
}

export const switchIssuerPage: SignedInPage = async (request) => {
  const issuer = await issuerOf(request);
  return asked(request, switching(issuer), issuer);
};

export const sendSwitchIssuer: SignedInPage = async (request) => {
  const issuer = await issuerOf(request);
  const enabled = request.form.get('enabled') === 'on';
  return await submitted(
    async () => {
      await request.call(updateIssuer, { issuer_id: issuer.id }, { enabled });
      return redirect(`${ISSUERS}/${issuer.id}`, 'issuer-saved');
    },
    async (problem) => asked(request, switching(issuer), issuer, problem),
  );
};

export const revokeIssuerPage: SignedInPage = async (request) => {
  const issuer = await issuerOf(request);
  return asked(request, revocation(issuer), issuer);
};

export const sendRevokeIssuer: SignedInPage = async (request) => {
  const issuer = await issuerOf(request);
  return await submitted(
    async () => {
      await request.call(revokeIssuer, { issuer_id: issuer.id }, undefined);
      return redirect(`${ISSUERS}/${issuer.id}`, 'revoked');
    },
    async (problem) => asked(request, revocation(issuer), issuer, problem),
  );
};

export const deleteIssuerPage: SignedInPage = async (request) =>
  deleteView(request, await issuerOf(request), null);

function deleteView(request: SignedInRequest, issuer: Issuer, problem: Problem | null): View {
  const { id, url } = issuer;
  return {
    ...installationFrame('issuers', [
      { label: 'Issuers', href: ISSUERS },
      { label: url, href: `${ISSUERS}/${id}` },
    ]),
    narrow: true,
    title: 'Delete issuer',
    body: html`${callout('bad', html`<p>Deletes ${written(url)} and <strong>every trust relationship that names it, in all organizations</strong>, with what was issued under them. This can’t be undone. To keep its jobs out for a while, disable it instead.</p>`)}${form(
      {
        action: `${ISSUERS}/${id}/delete`,
        formKey: request.formKey,
        problem,
        submit: 'Delete issuer',
        tone: 'danger',
        cancel: `${ISSUERS}/${id}`,
        body: textField({
          name: 'typed_name',
          label: 'URL',
          value: request.form.get('typed_name') ?? '',
          required: true,
          hint: html`Type <strong>${written(url)}</strong> to confirm.`,
          fault: faultAt(problem, '/typed_name'),
        }),
      },
    )}`,
  };
}

export const sendDeleteIssuer: SignedInPage = async (request) => {
  const issuer = await issuerOf(request);
  return await submitted(
    async () => {
      requireTypedName(request.form.get('typed_name'), issuer.url);
      await request.call(deleteIssuer, { issuer_id: issuer.id }, undefined);
      return redirect(ISSUERS, 'issuer-deleted');
    },
    async (problem) => deleteView(request, issuer, problem),
  );
};
