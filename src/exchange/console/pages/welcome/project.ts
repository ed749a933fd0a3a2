import { getOrganization } from '../../../flows/admin/organizations.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { createProject } from '../../../flows/admin/projects.ts';
import { problemAnswer } from '../../../http/statuses.ts';
import { faultAt, form, type Typed, textField, UNTOUCHED } from '../../html/form.ts';
import { html, written } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { steps } from './steps.ts';

export const createProjectStep: SignedInPage = async (request) => {
  const ids = { organization_id: request.params.organization ?? '' };
  await request.call(getOrganization, ids, undefined);
  return view(request, UNTOUCHED);
};

function view(request: SignedInRequest, { values, problem }: Typed): View {
  const { organization = '' } = request.params;
  return {
    title: 'Create a project',
    narrow: true,
    body: html`${steps('Project')}<p class="lead">A project is what a build gets a token for. Most have the name of their repository.</p>
${form({
  action: `/welcome/organizations/${encodeURIComponent(organization)}`,
  formKey: request.formKey,
  once: values.get('once') ?? request.newOnce(),
  problem,
  submit: 'Create project',
  body: textField({
    name: 'name',
    label: 'Name',
    value: values.get('name') ?? '',
    required: true,
    maxlength: 40,
    placeholder: 'web',
    hint: html`In ${written(organization)}. Lower-case letters, digits and hyphens.`,
    fault: faultAt(problem, '/name'),
  }),
})}`,
  };
}

export const sendProject: SignedInPage = async (request) => {
  const { call, form: values, params } = request;
  const { organization = '' } = params;
  try {
    const name = values.get('name')?.trim() ?? '';
    const ids = { organization_id: organization };
    const { path } = await call(createProject, ids, { name }, values.get('once'));
    return { redirect: `/welcome/projects/${path}/trust` };
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'not_found') throw error;
    const { status } = problemAnswer(error.code);
    return { ...view(request, { values, problem: error }), status };
  }
};
