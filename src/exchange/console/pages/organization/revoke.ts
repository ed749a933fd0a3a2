import { listIssuers } from '../../../flows/admin/issuers.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { listProjects } from '../../../flows/admin/projects.ts';
import { revokeProject } from '../../../flows/admin/revocations.ts';
import { choiceField, faultAt, form, selectField, textField } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import { callout, section } from '../../html/parts.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { submitted } from '../../submitted.ts';
import { openOrganization, organizationFrame } from './frame.ts';

/** The ways to take back what was issued, on the organization's settings. */
export function revocationSection(request: SignedInRequest): Html {
  const { base } = organizationFrame(request);
  return section(
    'Revoke access',
    html`<div class="choices"><div class="split"><div><h3>A workflow run</h3><p class="muted">What its jobs hold for a project, and would still get. Re-runs get nothing, either.</p></div><a class="button danger" href="${base}/revoke/run">Revoke run</a></div>
<div class="split"><div><h3>A trust relationship</h3><p class="muted">Every build token that was issued under it.</p></div><a class="button danger" href="${base}/trust">Choose trust relationship</a></div>
<div class="split"><div><h3>A project</h3><p class="muted">Every build token of it, and its project tokens if you like.</p></div><a class="button danger" href="${base}/revoke/project">Revoke project</a></div></div>`,
    {
      id: 'revoke',
      description:
        'If something leaked. Tokens stop working at once; a registry lets whoever is logged in go on for up to five minutes.',
    },
  );
}

/** More than that are typed. */
const MOST_CHOICES = 100;

async function projectField(request: SignedInRequest, problem: Problem | null): Promise<Html> {
  const { ids } = organizationFrame(request);
  const { call, form: values, query } = request;
  const { items, next } = await call(listProjects, ids, { limit: MOST_CHOICES });
  const field = {
    name: 'project',
    label: 'Project',
    value: values.get('project') ?? query.get('project') ?? '',
    fault: faultAt(problem, '/project'),
  };
  return next === null
    ? selectField({
        ...field,
        choices: [
          { value: '', label: 'Choose a project' },
          ...items.map(({ name }) => ({ value: name, label: name })),
        ],
      })
    : textField({ ...field, required: true, placeholder: 'web' });
}

export const revokeRunPage: SignedInPage = async (request) => {
  await openOrganization(request);
  return await runView(request, null);
};

async function runView(request: SignedInRequest, problem: Problem | null): Promise<View> {
  const { base, frame } = organizationFrame(request);
  const { call, form: values, query, formKey } = request;
  const { items } = await call(listIssuers, {}, { limit: 100 });
  return {
    ...frame('settings'),
    narrow: true,
    title: 'Revoke a workflow run',
    body: html`${callout('info', 'The jobs of this run lose their build tokens for the project, and neither they nor re-runs get new ones. Other runs go on.')}${form(
      {
        action: `${base}/revoke/run`,
        formKey,
        problem,
        submit: 'Revoke run',
        tone: 'danger',
        cancel: `${base}/settings#revoke`,
        body: html`${await projectField(request, problem)}${textField({
          name: 'run_id',
          label: 'Run',
          value: values.get('run_id') ?? query.get('run_id') ?? '',
          required: true,
          placeholder: '9876543210',
          hint: 'The number in the address of the workflow run; events show it, too.',
          fault: faultAt(problem, '/run_id'),
        })}${
          items.length > 1 &&
          selectField({
            name: 'issuer',
            label: 'Issuer',
            value: values.get('issuer') ?? query.get('issuer') ?? '',
            choices: items.map(({ url }) => ({ value: url, label: url })),
            fault: faultAt(problem, '/issuer'),
          })
        }`,
      },
    )}`,
  };
}

export const sendRevokeRun: SignedInPage = async (request) => {
  const { base } = organizationFrame(request);
  const { form: values } = request;
  const issuer = values.get('issuer');
  return await submitted(
    async () => {
      await revoke(request, {
        run_id: values.get('run_id') ?? '',
        ...(issuer !== null && { issuer }),
      });
      return redirect(`${base}/settings#revoke`, 'revoked');
    },
    async (problem) => await runView(request, problem),
  );
};

export const revokeProjectPage: SignedInPage = async (request) => {
  await openOrganization(request);
  return await projectView(request, null);
};

async function projectView(request: SignedInRequest, problem: Problem | null): Promise<View> {
  const { base, frame } = organizationFrame(request);
  const { form: values, formKey } = request;
  return {
    ...frame('settings'),
    narrow: true,
    title: 'Revoke a project’s tokens',
    body: html`${callout('warning', 'Every build token loses the project at once, and builds that run fail. Running jobs may exchange again as long as a trust relationship admits them: change or delete that first to keep them out.')}${form(
      {
        action: `${base}/revoke/project`,
        formKey,
        problem,
        submit: 'Revoke tokens',
        tone: 'danger',
        cancel: `${base}/settings#revoke`,
        body: html`${await projectField(request, problem)}${choiceField({
          name: 'project_tokens',
          label: 'Project tokens',
          type: 'checkbox',
          values: values.getAll('project_tokens'),
          choices: [
            {
              value: 'on',
              label: 'Revoke project tokens as well',
              hint: 'This can’t be undone: whatever uses them needs new ones. User access tokens go on working.',
            },
          ],
          fault: faultAt(problem, '/project_tokens'),
        })}`,
      },
    )}`,
  };
}

export const sendRevokeProject: SignedInPage = async (request) => {
  const { base } = organizationFrame(request);
  const projectTokens = request.form.get('project_tokens') === 'on';
  return await submitted(
    async () => {
      await revoke(request, { project_tokens: projectTokens });
      return redirect(`${base}/settings#revoke`, 'revoked');
    },
    async (problem) => await projectView(request, problem),
  );
};

type Revocation = NonNullable<typeof revokeProject.types>['input'];

/** A project that is not there is a mistake in the form. */
async function revoke(request: SignedInRequest, body: Revocation): Promise<void> {
  const { name } = organizationFrame(request);
  await openOrganization(request);
  const project = request.form.get('project')?.trim() ?? '';
  try {
    await request.call(revokeProject, { project_id: `${name}/${project}` }, body);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    throw new Problem('invalid_request', 'Nothing was revoked.', [
      {
        at: '/project',
        detail: project === '' ? 'is missing; choose one' : `is not in ${name}; check its name`,
      },
    ]);
  }
}
