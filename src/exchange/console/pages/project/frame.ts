import type { Section, Tab } from '../../html/layout.ts';
import type { PageRequest } from '../../request.ts';

/** What all pages of one project have in common. */
export interface ProjectFrame {
  /** As operations take it. */
  ids: { project_id: string };
  /** `acme/web`. */
  path: string;
  /** `/projects/acme/web`. */
  base: string;
  frame(current: keyof typeof TABS): {
    section: Section;
    path: { label: string; href: string }[];
    tabs: Tab[];
  };
}

const TABS = {
  overview: ['Overview', ''],
  trust: ['Trust relationships', '/trust'],
  activity: ['Activity', '/activity'],
  settings: ['Settings', '/settings'],
} as const;

/** Names, as the address has them: what they stand for, operations find out. */
export function projectFrame({ params }: PageRequest): ProjectFrame {
  const { organization = '', project = '' } = params;
  const path = `${organization}/${project}`;
  const base = `/projects/${encodeURIComponent(organization)}/${encodeURIComponent(project)}`;
  return {
    ids: { project_id: path },
    path,
    base,
    frame: (current) => ({
      section: 'projects',
      path: [
        { label: 'Projects', href: '/projects' },
        { label: organization, href: `/organizations/${encodeURIComponent(organization)}` },
        { label: project, href: base },
      ],
      tabs: Object.entries(TABS).map(([name, [label, below]]) => ({
        label,
        href: base + below,
        current: name === current,
        adminsOnly: name === 'activity',
      })),
    }),
  };
}
