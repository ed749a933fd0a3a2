import { listOrganizations } from '../../../flows/admin/organizations.ts';
import { listPasskeys } from '../../../flows/admin/passkeys.ts';
import { listProjects } from '../../../flows/admin/projects.ts';
import { listRelationships } from '../../../flows/admin/trust-relationships.ts';
import { UNTOUCHED } from '../../html/form.ts';
import { html } from '../../html/html.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { createPasskeyForm } from '../account/passkeys.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { steps } from './steps.ts';

/** To the first step that is not done. */
export function welcomePage({ passkeys }: SignInDeps): SignedInPage {
  return async (request) => {
    const { call, query } = request;
    if (passkeys !== null && !query.has('later')) {
      const { items } = await call(listPasskeys, {}, { limit: 1 });
      if (items.length === 0) return { redirect: '/welcome/passkey' };
    }
    return { redirect: await nextPath(request) };
  };
}

async function nextPath({ call, session: { user } }: SignedInRequest): Promise<string> {
  // Others have been invited to what is there.
  if (!user.operator) return '/projects';
  const {
    items: [organization],
  } = await call(listOrganizations, {}, { limit: 1 });
  if (!organization) return '/welcome/organization';
  const ids = { organization_id: organization.id };
  const {
    items: [project],
  } = await call(listProjects, ids, { limit: 1 });
  if (!project) return `/welcome/organizations/${organization.name}`;
  const { items: trusted } = await call(
    listRelationships,
    { project_id: project.id },
    { limit: 1 },
  );
  const path = `/welcome/projects/${project.path}`;
  return trusted.length === 0 ? `${path}/trust` : path;
}

export function passkeyStep(deps: SignInDeps): SignedInPage {
  return async (request) => ({
    title: 'Add a passkey',
    narrow: true,
    scripts: ['passkey'],
    body: html`${request.session.user.operator && steps('Passkey')}<p class="lead">You are signed in for now. Add a passkey to sign in again with your fingerprint, your face or a PIN.</p>
${createPasskeyForm(deps, request, UNTOUCHED, { to: '/welcome', instead: html`<a class="button" href="/welcome?later">Later</a>` })}`,
  });
}
