import {
  createAuthority,
  deleteAuthority,
  getAuthority,
  listAuthorities,
} from '../../../../flows/admin/builder-authorities.ts';
import { notFound, type Problem } from '../../../../flows/admin/problem.ts';
import { getProject } from '../../../../flows/admin/projects.ts';
import { type Html, html } from '../../../html/html.ts';
import type { View } from '../../../html/layout.ts';
import { badge, snippet, table, time } from '../../../html/parts.ts';
import { type Question, questionLink } from '../../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../../request.ts';
import { submitted } from '../../../submitted.ts';
import { questionView, settingsFrame } from './frame.ts';

type Authority = Awaited<ReturnType<typeof ownAuthority>>;

/** What the builder has to trust: the part of the builder's section below its settings. */
export async function authoritiesOf(
  request: SignedInRequest,
  { changing }: { changing: boolean },
): Promise<Html> {
  const { ids } = settingsFrame(request);
  const { items } = await request.call(listAuthorities, ids, undefined);
  const { formKey } = request;
  return html`<div class="stack" id="authorities"><div class="split"><div><h3>Builder authority</h3><p class="muted">The builder has to trust it, as <code>--tlscacert</code>. It is public.</p></div>${changing && questionLink(creation(request, items.length), { id: 'create-authority', label: items.length === 0 ? 'Create authority' : 'Prepare another', formKey })}</div>
${
  items.length === 0
    ? html`<p>None yet. One is created when the first job asks for builder credentials.</p>`
    : html`${authorityTable(request, items, changing)}
${snippet(items.map(({ certificate }) => certificate.trim()).join('\n'), 'clients-ca.pem')}`
}</div>`;
}

function authorityTable(
  request: SignedInRequest,
  items: readonly Authority[],
  changing: boolean,
): Html {
  const { now, formKey } = request;
  return table(
    'Builder authorities',
    [
      'Authority',
      'State',
      'Created',
      'Expires',
      ...(changing ? [html`<span class="hidden">Actions</span>`] : []),
    ],
    items.map((authority, index) => [
      html`<code>${authority.id.slice(0, 12)}…</code>`,
      authority.signs ? badge('Signs', 'good') : badge('Prepared'),
      time(authority.created_at, now),
      time(authority.expires_at, now),
      ...(changing
        ? [
            questionLink(deletion(request, authority), {
              id: `delete-authority-${index}`,
              label: 'Delete',
              formKey,
            }),
          ]
        : []),
    ]),
  );
}

function creation(request: SignedInRequest, count: number): Question {
  const { settings } = settingsFrame(request);
  return {
    address: `${settings}/builder/authorities/new`,
    title: count === 0 ? 'Create the builder authority?' : 'Prepare another authority?',
    body:
      count === 0
        ? html`<p>It signs the certificates with which jobs show the builder who they are. Give the builder its certificate.</p>`
        : html`<p>It signs nothing until you delete those before it. First give the builder the new <code>clients-ca.pem</code>, which has both, and restart it.</p>`,
    submit: count === 0 ? 'Create authority' : 'Prepare authority',
    tone: 'primary',
  };
}

async function creationView(request: SignedInRequest, problem: Problem | null): Promise<View> {
  const { ids } = settingsFrame(request);
  const { items } = await request.call(listAuthorities, ids, undefined);
  return questionView(request, creation(request, items.length), '#authorities', problem);
}

export const createAuthorityPage: SignedInPage = async (request) =>
  await creationView(request, null);

export const sendCreateAuthority: SignedInPage = async (request) => {
  const { ids, settings } = settingsFrame(request);
  return await submitted(
    async () => {
      await request.call(createAuthority, ids, undefined);
      return redirect(`${settings}#authorities`, 'authority-created');
    },
    async (problem) => await creationView(request, problem),
  );
};

function deletion(request: SignedInRequest, { id, signs }: Authority): Question {
  const { settings } = settingsFrame(request);
  return {
    address: `${settings}/builder/authorities/${id}/delete`,
    title: 'Delete this authority?',
    body: html`${
      signs
        ? html`<p>The next oldest signs from now on. The builder must trust that one already, or jobs can’t connect.</p>`
        : html`<p>It has not signed anything yet.</p>`
    }<p>Once the builder has the new bundle, certificates under this authority are refused.</p>`,
    submit: 'Delete authority',
  };
}

/** The authority that the address names, if it is one of this project. */
async function ownAuthority(request: SignedInRequest) {
  const { call, params } = request;
  const project = await call(getProject, settingsFrame(request).ids, undefined);
  const ids = { builder_authority_id: params.authority ?? '' };
  const authority = await call(getAuthority, ids, undefined);
  if (authority.project_id !== project.id) throw notFound();
  return authority;
}

export const deleteAuthorityPage: SignedInPage = async (request) =>
  questionView(request, deletion(request, await ownAuthority(request)), '#authorities');

export const sendDeleteAuthority: SignedInPage = async (request) => {
  const { settings } = settingsFrame(request);
  const authority = await ownAuthority(request);
  return await submitted(
    async () => {
      await request.call(deleteAuthority, { builder_authority_id: authority.id }, undefined);
      return redirect(`${settings}#authorities`, 'authority-deleted');
    },
    async (problem) => questionView(request, deletion(request, authority), '#authorities', problem),
  );
};
