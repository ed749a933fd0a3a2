import type { Problem } from '../../../flows/admin/problem.ts';
import { createProject, listProjects } from '../../../flows/admin/projects.ts';
import { choiceField, faultAt, form, textField } from '../../html/form.ts';
import { html, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import { badge, emptyState, nextPage, table, time } from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { submitted } from '../../submitted.ts';
import { openOrganization, organizationFrame } from './frame.ts';

export const organizationPage: SignedInPage = async (request) => {
  const { ids, base, frame } = organizationFrame(request);
  const { call, query, now } = request;
  const { organization, changing } = await openOrganization(request);
  const after = query.get('after');
  const { items, next } = await call(listProjects, ids, { ...(after && { after }) });
  const create =
    changing &&
    html`<a class="button primary" href="${base}/projects/new">${icon('plus')} Create project</a>`;
  return {
    ...frame('projects'),
    path: [{ label: 'Organizations', href: '/organizations' }],
    title: organization.name,
    actions: items.length > 0 && create,
    body:
      items.length === 0
        ? emptyState(
            'folder-git-2',
            'No projects yet',
            changing
              ? 'A project is what builds get tokens for, such as a repository with its images.'
              : 'A project is what builds get tokens for. An admin of the organization can create one.',
            create,
          )
        : html`${table(
            'Projects',
            ['Project', 'Accepts', 'Created'],
            items.map((project) => [
              html`<a class="strong" href="/projects/${project.path}">${written(project.path)}</a>`,
              project.oidc_only ? badge('OIDC only', 'accent') : badge('OIDC and tokens'),
              time(project.created_at, now),
            ]),
          )}${nextPage(next && `${base}?after=${next}`)}`,
  };
};

export const createProjectPage: SignedInPage = async (request) => {
  await openOrganization(request);
  return createView(request, null);
};

function createView(request: SignedInRequest, problem: Problem | null): View {
  const { base, frame, name } = organizationFrame(request);
  const { form: values, formKey, url } = request;
  return {
    ...frame('projects'),
    narrow: true,
    title: 'Create project',
    body: form({
      action: `${base}/projects/new`,
      formKey,
      once: values.get('once') ?? request.newOnce(),
      problem,
      submit: 'Create project',
      cancel: base,
      body: html`${textField({
        name: 'name',
        label: 'Name',
        value: values.get('name') ?? '',
        required: true,
        placeholder: 'web',
        hint: html`Jobs ask for it as <code>${url}/${name}/</code> and this name.`,
        fault: faultAt(problem, '/name'),
      })}${choiceField({
        name: 'oidc_only',
        label: 'Static tokens',
        type: 'checkbox',
        values: values.getAll('oidc_only'),
        choices: [
          {
            value: 'on',
            label: 'OIDC only',
            hint: 'Refuse project tokens and user access tokens. You can change it at any time.',
          },
        ],
        fault: faultAt(problem, '/oidc_only'),
      })}`,
    }),
  };
}

export const sendCreateProject: SignedInPage = async (request) => {
  const { ids } = organizationFrame(request);
  const { call, form: values } = request;
  return await submitted(
    async () => {
      const { path } = await call(
        createProject,
        ids,
        { name: values.get('name') ?? '', oidc_only: values.get('oidc_only') === 'on' },
        values.get('once'),
      );
      return redirect(`/projects/${path}`, 'project-created');
    },
    async (problem) => createView(request, problem),
  );
};
