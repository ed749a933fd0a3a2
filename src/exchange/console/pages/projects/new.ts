import { listOrganizations } from '../../../flows/admin/organizations.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { createProject } from '../../../flows/admin/projects.ts';
import { faultAt, form, selectField, type Typed, textField, UNTOUCHED } from '../../html/form.ts';
import { html } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import { emptyState } from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { mayChange } from '../roles.ts';

/** Names of the organizations in which somebody may create a project; of many, the first hundred. */
export async function creatableIn(request: SignedInRequest): Promise<string[]> {
  const { items } = await request.call(listOrganizations, {}, { limit: 100 });
  const names: string[] = [];
  for (const { name } of items) if (await mayChange(request, name)) names.push(name);
  return names;
}

export const newProjectPage: SignedInPage = async (request) =>
  await newProjectView(request, UNTOUCHED);

async function newProjectView(request: SignedInRequest, { values, problem }: Typed): Promise<View> {
  const organizations = await creatableIn(request);
  const chosen = values.get('organization') ?? request.query.get('organization') ?? '';
  const frame = {
    title: 'Create project',
    section: 'projects',
    path: [{ label: 'Projects', href: '/projects' }],
    narrow: true,
  } as const;
  if (organizations.length === 0)
    return {
      ...frame,
      body: emptyState(
        'building-2',
        'You can’t create projects',
        'Only admins of an organization can. Ask one of yours to create it.',
      ),
    };
  return {
    ...frame,
    body: form({
      action: '/projects/new',
      formKey: request.formKey,
      once: values.get('once') ?? request.newOnce(),
      problem,
      submit: 'Create project',
      cancel: '/projects',
      body: html`${selectField({
        name: 'organization',
        label: 'Organization',
        value: chosen,
        choices: organizations.map((name) => ({ value: name, label: name })),
      })}${textField({
        name: 'name',
        label: 'Name',
        value: values.get('name') ?? '',
        required: true,
        maxlength: 40,
        placeholder: 'web',
        hint: 'Workflows name the project by it: organization/name. Lower-case letters, digits and single hyphens.',
        fault: faultAt(problem, '/name'),
      })}`,
    }),
  };
}

export const sendNewProject: SignedInPage = async (request) => {
  const { call, form: values } = request;
  try {
    const { path } = await call(
      createProject,
      { organization_id: values.get('organization') ?? '' },
      { name: values.get('name') ?? '' },
      values.get('once'),
    );
    return redirect(`/projects/${path}`, 'project-created');
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'not_found') throw error;
    return { ...(await newProjectView(request, { values, problem: error })), status: 400 };
  }
};
