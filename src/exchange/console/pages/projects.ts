import { listAllProjects } from '../../flows/admin/projects.ts';
import { html, written } from '../html/html.ts';
import { badge, emptyState, nextPage, table, time } from '../html/parts.ts';
import type { SignedInPage } from '../request.ts';

export const projectsPage: SignedInPage = async ({ call, query, now }) => {
  const after = query.get('after');
  const { items, next } = await call(listAllProjects, {}, { limit: 50, ...(after && { after }) });
  return {
    title: 'Projects',
    section: 'projects',
    body:
      items.length === 0
        ? emptyState(
            'folder-git-2',
            'No projects yet',
            'A project is what builds get tokens for. An admin of your organization can create one.',
          )
        : html`${table(
            'Projects',
            ['Project', 'Accepts', 'Created'],
            items.map((project) => [
              html`<a class="strong" href="/projects/${project.path}">${written(project.path)}</a>`,
              project.oidc_only ? badge('OIDC only', 'accent') : badge('OIDC and tokens'),
              time(project.created_at, now),
            ]),
          )}${nextPage(next && `/projects?after=${next}`)}`,
  };
};
