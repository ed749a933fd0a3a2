import { listAllProjects } from '../../../flows/admin/projects.ts';
import { type Content, type Html, html, NOTHING, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import { badge, emptyState, nextPage, stacked, table, time } from '../../html/parts.ts';
import type { SignedInPage } from '../../request.ts';
import { creatableIn } from './new.ts';

const PAGE = 50;

/** More refusals than that are only said to be more. */
const MOST = 100;

export const projectsPage: SignedInPage = async (request) => {
  const { call, query, now } = request;
  const after = query.get('after');
  const search = query.get('q')?.trim() ?? '';
  const { items, next } = await call(
    listAllProjects,
    {},
    { limit: PAGE, activity: 'true', ...(after && { after }), ...(search && { search }) },
  );
  const administered = new Set(await creatableIn(request));
  const { operator } = request.session.user;
  const mayOpen = (path: string) => operator || administered.has(path.split('/')[0] ?? '');
  const create =
    administered.size > 0 &&
    html`<a class="button primary" href="/projects/new">${icon('plus')} Create project</a>`;
  const isWhole = search === '' && after === null;
  return {
    title: 'Projects',
    section: 'projects',
    actions: create,
    body: html`${(items.length > 0 || !isWhole) && searchForm(search)}${
      items.length > 0
        ? html`${stacked(
            table(
              'Projects',
              ['Project', 'Last exchange', 'Refused in 24 hours', 'Accepts'],
              items.map(({ path, oidc_only: oidcOnly, activity }) => [
                html`<a class="strong" href="/projects/${path}">${written(path)}</a>`,
                time(activity?.last_exchange_at ?? null, now),
                refusals(activity?.refusals ?? 0, mayOpen(path) && path),
                oidcOnly ? badge('OIDC only', 'accent') : badge('OIDC and tokens'),
              ]),
            ),
          )}${nextPage(next && addressOf(search, next))}`
        : nothing(search, create)
    }`,
  };
};

function addressOf(search: string, after: string): string {
  return `/projects?${new URLSearchParams({ ...(search && { q: search }), after }).toString()}`;
}

function searchForm(search: string): Html {
  return html`<form class="search" method="get" action="/projects" role="search"><label class="hidden" for="q">Search projects</label><input type="search" id="q" name="q" value="${search}" placeholder="Search projects" autocomplete="off" spellcheck="false"><button>${icon('search')} Search</button></form>`;
}

/** `path`: of the project, for those who may read what was refused. */
function refusals(count: number, path: string | false): Content {
  if (count === 0) return html`<span class="muted">none</span>`;
  const label = count > MOST ? `${MOST}+` : String(count);
  const shown = badge(label, 'bad');
  return path ? html`<a href="/projects/${path}/activity?decision=refused">${shown}</a>` : shown;
}

function nothing(search: string, create: Html | false): Html {
  if (search !== '')
    return emptyState(
      'search',
      'Nothing found',
      html`No project has ${written(search)} in its name. <a href="/projects">Show all projects</a>.`,
    );
  return emptyState(
    'folder-git-2',
    'No projects yet',
    create
      ? 'A project is what builds get tokens for. Create the first one, then say which repository it trusts.'
      : 'A project is what builds get tokens for. An admin of your organization can create one.',
    create || NOTHING,
  );
}
