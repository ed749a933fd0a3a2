import type { Problem } from '../../../../flows/admin/problem.ts';
import { deleteProject, getProject, updateProject } from '../../../../flows/admin/projects.ts';
import { faultAt, form, textField } from '../../../html/form.ts';
import { type Html, html, written } from '../../../html/html.ts';
import type { View } from '../../../html/layout.ts';
import { callout, section } from '../../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../../request.ts';
import { requireTypedName, submitted } from '../../../submitted.ts';
import { settingsFrame } from './frame.ts';

/** What only admins do, and seldom. */
export function generalSection(request: SignedInRequest): Html {
  const { settings, path } = settingsFrame(request);
  return section(
    'Name and deletion',
    html`<div class="choices"><div class="split"><div><h3>Rename project</h3><p class="muted">Changes its URL, and what workflows have to name.</p></div><a class="button" href="${settings}/rename">Rename project</a></div>
<div class="split"><div><h3>Delete project</h3><p class="muted">With its tokens, trust relationships and builder. Audit events stay.</p></div><a class="button danger" href="${settings}/delete">Delete ${written(path)}</a></div></div>`,
    { id: 'general' },
  );
}

export const renameProjectPage: SignedInPage = async (request) => {
  await request.call(getProject, settingsFrame(request).ids, undefined);
  return renameView(request, null);
};

function renameView(request: SignedInRequest, problem: Problem | null): View {
  const { settings, formPage, organization, path } = settingsFrame(request);
  const { form: values, params, formKey, url } = request;
  return {
    ...formPage,
    title: 'Rename project',
    body: html`${callout(
      'warning',
      html`<p>The project’s URL is part of what jobs ask for, so these must follow:</p><ul><li>workflows with <code>project: ${path}</code></li><li>image names that begin with <code>HOST/${path}</code></li><li>policy files that name it</li></ul><p>Jobs that still use the old name are refused. Tokens and trust relationships stay.</p>`,
    )}${form({
      action: `${settings}/rename`,
      formKey,
      problem,
      submit: 'Rename project',
      cancel: `${settings}#general`,
      body: textField({
        name: 'name',
        label: 'Name',
        value: values.get('name') ?? params.project ?? '',
        required: true,
        hint: html`Now: <code>${url}/${path}</code>. The new one is <code>${url}/${organization}/</code> and this name.`,
        fault: faultAt(problem, '/name'),
      }),
    })}`,
  };
}

export const sendRenameProject: SignedInPage = async (request) => {
  const { ids, organization } = settingsFrame(request);
  return await submitted(
    async () => {
      const name = request.form.get('name') ?? '';
      const renamed = await request.call(updateProject, ids, { name });
      return redirect(
        `/projects/${encodeURIComponent(organization)}/${encodeURIComponent(renamed.name)}/settings`,
        'project-renamed',
      );
    },
    async (problem) => renameView(request, problem),
  );
};

export const deleteProjectPage: SignedInPage = async (request) => {
  await request.call(getProject, settingsFrame(request).ids, undefined);
  return deleteView(request, null);
};

function deleteView(request: SignedInRequest, problem: Problem | null): View {
  const { settings, formPage, path } = settingsFrame(request);
  return {
    ...formPage,
    title: 'Delete project',
    body: html`${callout(
      'bad',
      html`<p>Deletes ${written(path)} with its project tokens, trust relationships, builder and builder authorities. Every token loses access to it at once. This can’t be undone.</p><p>Its audit events stay. Images in registries stay, too, but no token opens them.</p>`,
    )}${form({
      action: `${settings}/delete`,
      formKey: request.formKey,
      problem,
      submit: 'Delete project',
      tone: 'danger',
      cancel: `${settings}#general`,
      body: textField({
        name: 'typed_name',
        label: 'Project',
        value: request.form.get('typed_name') ?? '',
        required: true,
        hint: html`Type <strong>${path}</strong> to confirm.`,
        fault: faultAt(problem, '/typed_name'),
      }),
    })}`,
  };
}

export const sendDeleteProject: SignedInPage = async (request) => {
  const { ids, path } = settingsFrame(request);
  return await submitted(
    async () => {
      await request.call(getProject, ids, undefined);
      requireTypedName(request.form.get('typed_name'), path);
      await request.call(deleteProject, ids, undefined);
      return redirect('/projects', 'project-deleted');
    },
    async (problem) => deleteView(request, problem),
  );
};
