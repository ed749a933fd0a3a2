import { listOrganizationRelationships } from '../../../flows/admin/organization-relationships.ts';
import { notFound, Problem } from '../../../flows/admin/problem.ts';
import { getProject } from '../../../flows/admin/projects.ts';
import { revokeRelationship } from '../../../flows/admin/revocations.ts';
import { getRelationship } from '../../../flows/admin/trust-relationships.ts';
import { type Content, type Html, html, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import { badge, emptyState, nextPage, stacked, table, time } from '../../html/parts.ts';
import { MOST_DIALOGS, type Question, questionLink } from '../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { submitted } from '../../submitted.ts';
import { issuerNote } from '../project/trust-sentence.ts';
import { openOrganization, organizationFrame, questionView } from './frame.ts';

type Relationship = NonNullable<
  typeof listOrganizationRelationships.types
>['answer']['items'][number];

export const organizationTrustPage: SignedInPage = async (request) => {
  const { ids, base, frame } = organizationFrame(request);
  const { call, query } = request;
  const { changing } = await openOrganization(request);
  const after = query.get('after');
  const search = query.get('search')?.trim() ?? '';
  const asked = { ...(after && { after }), ...(search && { search }) };
  const { items, next } = await call(listOrganizationRelationships, ids, asked).catch(
    nothingWithSearchFault,
  );
  const more = new URLSearchParams({ ...(search && { search }), after: next ?? '' });
  return {
    ...frame('trust'),
    title: 'Trust relationships',
    actions: changing && html`<a class="button" href="${base}/settings#revoke">Revoke access…</a>`,
    body: html`${searchForm(base, search)}${
      items.length === 0
        ? nothingFound(base, search)
        : html`${relationshipTable(request, items, changing)}${nextPage(next && `${base}/trust?${more.toString()}`)}`
    }`,
  };
};

/** What is stored has no such name in it, either. */
function nothingWithSearchFault(error: unknown): { items: Relationship[]; next: null } {
  if (!(error instanceof Problem) || !error.faults.some(({ at }) => at === '/search')) throw error;
  return { items: [], next: null };
}

function searchForm(base: string, search: string): Html {
  return html`<form class="search" method="get" action="${base}/trust" role="search"><label class="hidden" for="search">Search</label><input type="search" id="search" name="search" value="${search}" placeholder="Repository or project" maxlength="200" autocomplete="off"><button>${icon('search')} Search</button></form>`;
}

function nothingFound(base: string, search: string): Html {
  return search === ''
    ? emptyState(
        'shield-check',
        'Nothing is trusted yet',
        'Open a project and add a trust relationship: then the jobs of a repository get tokens without a secret.',
        html`<a class="button" href="${base}">Go to the projects</a>`,
      )
    : emptyState(
        'search',
        'Nothing found',
        html`No repository and no project has ${written(search)} in its name.`,
        html`<a class="button" href="${base}/trust">Show all</a>`,
      );
}

function relationshipTable(
  request: SignedInRequest,
  items: readonly Relationship[],
  changing: boolean,
): Html {
  return stacked(
    table(
      'Trust relationships',
      [
        'Trusts',
        'Project',
        'Last used',
        ...(changing ? [html`<span class="hidden">Actions</span>`] : []),
      ],
      items.map((one) => [
        html`<a class="strong" href="/projects/${one.project}/trust/${one.id}">${written(one.repository)}</a><div class="muted">${written(shortened(one.sentence))}${issuerNote(one.issuer)}</div><div class="badges">${marks(one, request.now)}</div>`,
        html`<a class="name" href="/projects/${one.project}/trust">${written(one.project)}</a>`,
        time(one.last_used_at, request.now, 'not yet'),
        ...(changing
          ? [
              questionLink(revocation(request, one), {
                id: `revoke-${one.id}`,
                label: html`Revoke<span class="hidden"> what was issued to ${written(one.repository)}</span>`,
                formKey: request.formKey,
                plain: items.length > MOST_DIALOGS,
              }),
            ]
          : []),
      ]),
    ),
  );
}

/** Conditions may be long; the relationship's own page has all of them. */
const MOST_OF_SENTENCE = 300;

function shortened(sentence: string): string {
  return sentence.length > MOST_OF_SENTENCE ? `${sentence.slice(0, MOST_OF_SENTENCE)}…` : sentence;
}

function marks({ mode, pinned, expires_at, warnings }: Relationship, now: number): Content {
  const expired = expires_at !== null && Date.parse(expires_at) / 1000 <= now;
  return [
    mode === 'audit' && badge('Audit only', 'accent'),
    !pinned && badge('Unpinned', 'warning'),
    expired && badge('Expired', 'bad'),
    !expired && expires_at !== null && badge('Expires'),
    warnings.length > 0 &&
      badge(warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`, 'warning'),
  ];
}

function revocation(
  request: SignedInRequest,
  { id, repository }: Pick<Relationship, 'id' | 'repository'>,
): Question {
  const { base } = organizationFrame(request);
  return {
    address: `${base}/trust/${id}/revoke`,
    title: 'Revoke what was issued under it?',
    body: html`<p>Every build token that jobs of ${written(repository)} got under this trust relationship stops working at once. A registry lets whoever is logged in go on for up to five minutes.</p>
<p><strong>Running jobs may exchange again</strong>, because the trust relationship stays. To keep them out, change or delete it first.</p>`,
    submit: 'Revoke build tokens',
  };
}

/** The trust relationship that the address names, if it is one of this organization. */
async function ownRelationship(request: SignedInRequest) {
  const { call, params } = request;
  const { organization } = await openOrganization(request);
  const ids = { trust_relationship_id: params.relationship ?? '' };
  const relationship = await call(getRelationship, ids, undefined);
  const project = await call(getProject, { project_id: relationship.project_id }, undefined);
  if (project.organization_id !== organization.id) throw notFound();
  return relationship;
}

export const revokeRelationshipPage: SignedInPage = async (request) =>
  questionView(request, revocation(request, await ownRelationship(request)), { tab: 'trust' });

export const sendRevokeRelationship: SignedInPage = async (request) => {
  const { base } = organizationFrame(request);
  const relationship = await ownRelationship(request);
  return await submitted(
    async () => {
      const ids = { trust_relationship_id: relationship.id };
      await request.call(revokeRelationship, ids, undefined);
      return redirect(`${base}/trust`, 'revoked');
    },
    async (problem) =>
      questionView(request, revocation(request, relationship), { tab: 'trust', problem }),
  );
};
