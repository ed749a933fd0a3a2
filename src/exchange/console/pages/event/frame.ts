import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import type { View } from '../../html/layout.ts';
import { type EventProject, existing } from './projects.ts';

/** What pages about one event have in common: it belongs to the project that it is about, if there is one. */
export function eventFrame(
  event: ShownEvent,
  projects: readonly EventProject[],
): Pick<View, 'section' | 'path'> {
  const { id } = event;
  const [project] = existing(event, projects);
  if (project === undefined) return {};
  const [organization = '', name = ''] = project.path.split('/');
  const base = `/projects/${encodeURIComponent(organization)}/${encodeURIComponent(name)}`;
  return {
    section: 'projects',
    path: [
      { label: organization, href: `/organizations/${encodeURIComponent(organization)}` },
      { label: name, href: base },
      { label: 'Activity', href: `${base}/activity` },
      { label: id.slice(-12), href: `/events/${id}` },
    ],
  };
}
