import { createOrganization } from '../../../flows/admin/organizations.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { problemAnswer } from '../../../http/statuses.ts';
import { faultAt, form, type Typed, textField, UNTOUCHED } from '../../html/form.ts';
import { html } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { forOperators } from '../roles.ts';
import { steps } from './steps.ts';

export const createOrganizationStep: SignedInPage = forOperators(async (request) =>
  view(request, UNTOUCHED),
);

function view(request: SignedInRequest, { values, problem }: Typed): View {
  return {
    title: 'Create an organization',
    narrow: true,
    body: html`${steps('Organization')}<p class="lead">People and projects belong to an organization. One is enough for a company.</p>
${form({
  action: '/welcome/organization',
  formKey: request.formKey,
  once: values.get('once') ?? request.newOnce(),
  problem,
  submit: 'Create organization',
  body: textField({
    name: 'name',
    label: 'Name',
    value: values.get('name') ?? '',
    required: true,
    maxlength: 40,
    placeholder: 'acme',
    hint: 'Lower-case letters, digits and hyphens.',
    fault: faultAt(problem, '/name'),
  }),
})}`,
  };
}

export const sendOrganization: SignedInPage = forOperators(async (request) => {
  const { call, form: values } = request;
  try {
    const name = values.get('name')?.trim() ?? '';
    await call(createOrganization, {}, { name }, values.get('once'));
    return { redirect: `/welcome/organizations/${name}` };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { status } = problemAnswer(error.code);
    return { ...view(request, { values, problem: error }), status };
  }
});
