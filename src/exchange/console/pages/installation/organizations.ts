import type { SignedInPage } from '../../request.ts';
import { createLink, organizationList } from '../organization/list.ts';
import { installationFrame } from './frame.ts';

export const installationOrganizationsPage: SignedInPage = async (request) => ({
  ...installationFrame('organizations'),
  title: 'Organizations',
  actions: createLink(),
  body: await organizationList(request, '/installation/organizations'),
});
