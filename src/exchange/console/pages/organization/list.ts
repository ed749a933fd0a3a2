import { createOrganization, listOrganizations } from '../../../flows/admin/organizations.ts';
import type { Problem } from '../../../flows/admin/problem.ts';
import { faultAt, form, textField } from '../../html/form.ts';
import { type Html, html, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import { emptyState, nextPage, table, time } from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { submitted } from '../../submitted.ts';

/** Not below `/organizations`: one may be called so. */
const CREATE = '/installation/organizations/new';

export const organizationsPage: SignedInPage = async (request) => {
  const { operator } = request.session.user;
  return {
    title: 'Organizations',
    section: 'organizations',
    actions: operator && createLink(),
    body: await organizationList(request, '/organizations'),
  };
};

export function createLink(): Html {
  return html`<a class="button primary" href="${CREATE}">${icon('plus')} Create organization</a>`;
}

/** `at`: the page that it is on. */
export async function organizationList(request: SignedInRequest, at: string): Promise<Html> {
  const { call, query, now, session } = request;
  const after = query.get('after');
  const { items, next } = await call(listOrganizations, {}, { ...(after && { after }) });
  if (items.length === 0)
    return emptyState(
      'building-2',
      'No organizations',
      session.user.operator
        ? 'An organization has members and projects. Create the first one.'
        : 'You belong to none. Ask an admin of yours to invite you; the link that they pass on leads back here.',
      session.user.operator && createLink(),
    );
  return html`${table(
    'Organizations',
    ['Organization', 'Created'],
    items.map(({ name, created_at }) => [
      html`<a class="strong" href="/organizations/${name}">${written(name)}</a>`,
      time(created_at, now),
    ]),
  )}${nextPage(next && `${at}?after=${next}`)}`;
}

export const createOrganizationPage: SignedInPage = async (request) => createView(request, null);

function createView(
  { form: values, formKey, newOnce, session }: SignedInRequest,
  problem: Problem | null,
): View {
  return {
    title: 'Create organization',
    section: 'organizations',
    path: [{ label: 'Organizations', href: '/organizations' }],
    narrow: true,
    body: form({
      action: CREATE,
      formKey,
      once: values.get('once') ?? newOnce(),
      problem,
      submit: 'Create organization',
      cancel: '/organizations',
      body: html`${textField({
        name: 'name',
        label: 'Name',
        value: values.get('name') ?? '',
        required: true,
        placeholder: 'acme',
        hint: 'The first part of the names of its projects and images: lower-case letters, digits and single hyphens.',
        fault: faultAt(problem, '/name'),
      })}${textField({
        name: 'admin',
        label: 'First admin',
        type: 'email',
        value: values.get('admin') ?? session.user.email,
        required: true,
        hint: 'E-mail address. A user is created if nobody has it.',
        fault: faultAt(problem, '/admin'),
      })}`,
    }),
  };
}

export const sendCreateOrganization: SignedInPage = async (request) => {
  const { call, form: values } = request;
  return await submitted(
    async () => {
      const { name } = await call(
        createOrganization,
        {},
        { name: values.get('name') ?? '', admin: values.get('admin') ?? '' },
        values.get('once'),
      );
      return redirect(`/organizations/${name}`, 'organization-created');
    },
    async (problem) => createView(request, problem),
  );
};
