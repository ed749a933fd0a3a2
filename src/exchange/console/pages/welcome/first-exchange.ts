import { listOrganizationEvents } from '../../../flows/admin/audit-events.ts';
import { addressWarnings } from '../../../flows/admin/installation.ts';
import { getProject } from '../../../flows/admin/projects.ts';
import { type Html, html, written } from '../../html/html.ts';
import { livePart, liveState } from '../../html/live.ts';
import { callout, section, snippet, time } from '../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
import { projectFrame } from '../project/frame.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { steps } from './steps.ts';

/** The workflow to paste, and what comes of it: the page turns green by itself. */
export function firstExchangeStep({ url }: Pick<SignInDeps, 'url'>): SignedInPage {
  return async (request) => {
    const { ids, path, base } = projectFrame(request);
    await request.call(getProject, ids, undefined);
    return {
      title: 'Run your first build',
      narrow: true,
      scripts: ['live'],
      body: html`${steps('First build')}${section(
        'The workflow',
        html`<p>Commit this to the repository, and push.</p>${snippet(workflow(url, path), 'Workflow')}`,
        { description: html`<code>.github/workflows/build.yml</code>` },
      )}${livePart('first-exchange', `${base}/activity/stream`, await arrived(request))}`,
    };
  };
}

async function arrived(request: SignedInRequest): Promise<Html> {
  const { params, now, address, url } = request;
  const { path, base } = projectFrame(request);
  const { granted, refused } = await newest(request);
  if (granted)
    return html`${callout(
      'good',
      html`<p><strong>It works.</strong> ${granted.claims?.repository ? written(granted.claims.repository) : 'A job'} got its first build token for ${written(path)} ${time(granted.time, now)}.</p>`,
    )}<p class="form-end"><a class="button primary" href="${base}">Open the project</a><a class="button" href="/organizations/${params.organization ?? ''}/invitations/new">Invite people</a></p>`;
  return html`${addressWarnings(url).map((warning) => callout('warning', warning))}<div class="waiting" role="status"><span class="pulse"></span> <strong>Waiting for the first exchange</strong> ${liveState(address)}</div>${
    refused &&
    callout(
      'bad',
      html`<p>A job was refused ${time(refused.time, now)}. <a href="/events/${refused.id}">See why</a></p>`,
    )
  }<p class="muted">You can leave this page and come back. <a href="${base}">Go to the project</a></p>`;
}

/** What a job got, and what one was refused last. */
async function newest({ call, params }: SignedInRequest) {
  const { organization = '', project = '' } = params;
  const ids = { organization_id: organization };
  const search = async (decision: 'granted' | 'refused') => {
    const query = { project_id: `${organization}/${project}`, decision, limit: 1 };
    const { items } = await call(listOrganizationEvents, ids, query);
    return items[0];
  };
  return { granted: await search('granted'), refused: await search('refused') };
}

/** The shortest one that gets a token. `url`: of the exchange. */
function workflow(url: string, project: string): string {
  return `name: build

on:
  push:
    branches: [main]
  workflow_dispatch:

permissions: {}

jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      id-token: write # lets the job ask GitHub for its ID token
    steps:
      - uses: dockpass/dockpass@v1
        id: dockpass
        with:
          exchange-url: ${url}
          project: ${project}
`;
}
