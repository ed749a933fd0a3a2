import { deleteOrganization, updateOrganization } from '../../../flows/admin/organizations.ts';
import type { Problem } from '../../../flows/admin/problem.ts';
import { faultAt, form, textField } from '../../html/form.ts';
import { html, written } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import { callout, copyable, facts, section, time } from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { requireTypedName, submitted } from '../../submitted.ts';
import { openOrganization, organizationFrame } from './frame.ts';
import { revocationSection } from './revoke.ts';

export const organizationSettingsPage: SignedInPage = async (request) => {
  const { base, frame } = organizationFrame(request);
  const { organization, changing } = await openOrganization(request);
  const { operator } = request.session.user;
  return {
    ...frame('settings'),
    title: 'Settings',
    body: html`${section(
      'About',
      facts([
        ['Name', written(organization.name)],
        ['Id', copyable(organization.id, 'Id')],
        ['Created', time(organization.created_at, request.now)],
      ]),
    )}${changing && revocationSection(request)}${section(
      'Name and deletion',
      operator
        ? html`<div class="choices"><div class="split"><div><h3>Rename organization</h3><p class="muted">Changes the URLs of all its projects, and what workflows have to name.</p></div><a class="button" href="${base}/rename">Rename organization</a></div>
<div class="split"><div><h3>Delete organization</h3><p class="muted">Once it has no projects. Audit events stay.</p></div><a class="button danger" href="${base}/delete">Delete ${written(organization.name)}</a></div></div>`
        : html`<p class="muted">Operators of the installation rename and delete organizations. Ask one of them.</p>`,
      { id: 'general' },
    )}`,
  };
};

export const renameOrganizationPage: SignedInPage = async (request) => {
  await openOrganization(request);
  return renameView(request, null);
};

function renameView(request: SignedInRequest, problem: Problem | null): View {
  const { base, frame, name } = organizationFrame(request);
  const { form: values, formKey, url } = request;
  return {
    ...frame('settings'),
    narrow: true,
    title: 'Rename organization',
    body: html`${callout(
      'warning',
      html`<p>The URLs of all its projects change. These must follow:</p><ul><li>workflows with <code>project: ${name}/…</code></li><li>image names that begin with <code>HOST/${name}/</code></li><li>policy files that name it</li></ul><p>Jobs that still use the old name are refused, and somebody else may take it.</p>`,
    )}${form({
      action: `${base}/rename`,
      formKey,
      problem,
      submit: 'Rename organization',
      cancel: `${base}/settings#general`,
      body: textField({
        name: 'name',
        label: 'Name',
        value: values.get('name') ?? name,
        required: true,
        hint: html`Projects are reached as <code>${url}/</code>, this name, and theirs.`,
        fault: faultAt(problem, '/name'),
      }),
    })}`,
  };
}

export const sendRenameOrganization: SignedInPage = async (request) => {
  const { ids } = organizationFrame(request);
  return await submitted(
    async () => {
      const { name } = await request.call(updateOrganization, ids, {
        name: request.form.get('name') ?? '',
      });
      return redirect(`/organizations/${name}/settings`, 'organization-renamed');
    },
    async (problem) => renameView(request, problem),
  );
};

export const deleteOrganizationPage: SignedInPage = async (request) => {
  await openOrganization(request);
  return deleteView(request, null);
};

function deleteView(request: SignedInRequest, problem: Problem | null): View {
  const { base, frame, name } = organizationFrame(request);
  return {
    ...frame('settings'),
    narrow: true,
    title: 'Delete organization',
    body: html`${callout(
      'bad',
      html`<p>Deletes ${written(name)} with its memberships and invitations. Delete its projects first. Users and audit events stay. This can’t be undone.</p>`,
    )}${form({
      action: `${base}/delete`,
      formKey: request.formKey,
      problem,
      submit: 'Delete organization',
      tone: 'danger',
      cancel: `${base}/settings#general`,
      body: textField({
        name: 'typed_name',
        label: 'Organization',
        value: request.form.get('typed_name') ?? '',
        required: true,
        hint: html`Type <strong>${name}</strong> to confirm.`,
        fault: faultAt(problem, '/typed_name'),
      }),
    })}`,
  };
}

export const sendDeleteOrganization: SignedInPage = async (request) => {
  const { ids, name } = organizationFrame(request);
  return await submitted(
    async () => {
      await openOrganization(request);
      requireTypedName(request.form.get('typed_name'), name);
      await request.call(deleteOrganization, ids, undefined);
      return redirect('/organizations', 'organization-deleted');
    },
    async (problem) => deleteView(request, problem),
  );
};
