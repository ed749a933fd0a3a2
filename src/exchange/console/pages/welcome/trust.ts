import { PERMISSIONS } from '../../../../protocol/permissions.ts';
import { createIssuer, listIssuers } from '../../../flows/admin/issuers.ts';
import { lookUpRepository } from '../../../flows/admin/look-up-repository.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { getProject } from '../../../flows/admin/projects.ts';
import { createRelationship } from '../../../flows/admin/trust-relationships.ts';
import { problemAnswer } from '../../../http/statuses.ts';
import { GITHUB_ISSUER } from '../../../identity/identity.ts';
import { pastedRepository } from '../../../policy/pasted-repository.ts';
import { faultAt, form, type Typed, textField, UNTOUCHED } from '../../html/form.ts';
import { html, NOTHING, written } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import { snippet } from '../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { projectFrame } from '../project/frame.ts';
import { steps } from './steps.ts';

export const trustStep: SignedInPage = async (request) => {
  await request.call(getProject, projectFrame(request).ids, undefined);
  return view(request, UNTOUCHED);
};

/** `idsMissing`: why they could not be looked up. */
function view(
  request: SignedInRequest,
  { values, problem }: Typed,
  idsMissing: string | null = null,
): View {
  const { path, base } = projectFrame(request);
  const asksForIds = idsMissing !== null || values.has('repository_id');
  const { repository } = pastedRepository(values.get('repository') ?? '');
  return {
    title: 'Trust a repository',
    narrow: true,
    body: html`${steps('Trust')}<p class="lead">A trust relationship says whose builds get tokens for ${written(path)}.</p>
${form({
  action: `/welcome${base}/trust`,
  formKey: request.formKey,
  once: values.get('once') ?? request.newOnce(),
  problem,
  submit: 'Trust this repository',
  body: html`${textField({
    name: 'repository',
    label: 'GitHub repository',
    value: values.get('repository') ?? '',
    required: true,
    placeholder: 'acme/web',
    hint: 'owner/name, or its address.',
    fault: faultAt(problem, '/repository'),
  })}${textField({
    name: 'branch',
    label: 'Branch',
    value: values.get('branch') ?? 'main',
    hint: 'Builds of other branches get nothing. Leave empty for all branches and tags.',
    fault: faultAt(problem, '/refs'),
  })}${
    asksForIds
      ? html`<p>${idsMissing}</p><p class="hint">The ids stay the same when a repository is renamed, and nobody else can take them. This prints them:</p>${snippet(`gh api repos/${repository || 'OWNER/NAME'} --jq '.id, .owner.id'`, 'Command')}${textField(
          {
            name: 'repository_id',
            label: 'Repository id',
            value: values.get('repository_id') ?? '',
            hint: 'Optional. Without the ids, the first build that is admitted decides which repository is meant.',
            fault: faultAt(problem, '/repository_id'),
          },
        )}${textField({
          name: 'repository_owner_id',
          label: 'Owner id',
          value: values.get('repository_owner_id') ?? '',
          fault: faultAt(problem, '/repository_owner_id'),
        })}`
      : NOTHING
  }`,
})}
<p class="muted">Environments, events and more can be set later. Other CI systems: <a href="${base}/trust">add a trust relationship</a> for them instead.</p>`,
  };
}

export const sendTrust: SignedInPage = async (request) => {
  const { call, form: values } = request;
  const { ids, base } = projectFrame(request);
  try {
    const { repository } = pastedRepository(values.get('repository') ?? '');
    const issuer = await githubIssuer(request);
    const pins = await pinsOf(request, issuer, repository);
    if ('message' in pins) return view(request, { values, problem: null }, pins.message);
    const branch = values.get('branch')?.trim() ?? '';
    const terms = {
      repository,
      issuer,
      ...pins,
      ...(branch !== '' && { refs: [`refs/heads/${branch}`] }),
      permissions: [...PERMISSIONS],
    };
    await call(createRelationship, ids, terms, values.get('once'));
    return { redirect: `/welcome${base}` };
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'not_found') throw error;
    const { status } = problemAnswer(error.code);
    return { ...view(request, { values, problem: error }), status };
  }
};

/** Registered by the way, where none of GitHub is: operators may do so, and this is where they begin. */
async function githubIssuer({ call }: SignedInRequest): Promise<string> {
  const { items } = await call(listIssuers, {}, { limit: 100 });
  const github = items.filter(({ provider }) => provider === 'github');
  const known = github.find(({ url }) => url === GITHUB_ISSUER) ?? github[0];
  if (known) return known.url;
  const { url } = await call(createIssuer, {}, { url: GITHUB_ISSUER });
  return url;
}

interface Pins {
  repository_id?: string;
  repository_owner_id?: string;
}

/** As they were typed; else as GitHub tells; else they are asked for, once. */
async function pinsOf(
  request: SignedInRequest,
  issuer: string,
  repository: string,
): Promise<Pins | { message: string }> {
  const { call, form: values } = request;
  if (values.has('repository_id')) {
    const id = values.get('repository_id')?.trim() ?? '';
    const ownerId = values.get('repository_owner_id')?.trim() ?? '';
    return {
      ...(id !== '' && { repository_id: id }),
      ...(ownerId !== '' && { repository_owner_id: ownerId }),
    };
  }
  const { ids } = projectFrame(request);
  const found = await call(lookUpRepository, ids, { repository, issuer });
  if (found.repository_id === null || found.repository_owner_id === null)
    return { message: found.message ?? 'The ids of the repository are not known.' };
  return { repository_id: found.repository_id, repository_owner_id: found.repository_owner_id };
}
