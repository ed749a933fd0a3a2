import { getOrganization } from '../../../flows/admin/organizations.ts';
import type { Problem } from '../../../flows/admin/problem.ts';
import type { Section, Tab, View } from '../../html/layout.ts';
import { type Question, questionForm } from '../../html/question.ts';
import type { PageRequest, SignedInRequest } from '../../request.ts';
import { mayChange } from '../roles.ts';

/** What all pages of one organization have in common. */
export interface OrganizationFrame {
  /** As operations take it. */
  ids: { organization_id: string };
  name: string;
  /** `/organizations/acme`. */
  base: string;
  frame(current: keyof typeof TABS): {
    section: Section;
    path: { label: string; href: string }[];
    tabs: Tab[];
  };
}

const TABS = {
  projects: ['Projects', ''],
  members: ['Members', '/members'],
  trust: ['Trust relationships', '/trust'],
  activity: ['Activity', '/activity'],
  settings: ['Settings', '/settings'],
} as const;

export function organizationFrame({ params }: PageRequest): OrganizationFrame {
  const { organization: name = '' } = params;
  const base = `/organizations/${encodeURIComponent(name)}`;
  return {
    ids: { organization_id: name },
    name,
    base,
    frame: (current) => ({
      section: 'organizations',
      path: [
        { label: 'Organizations', href: '/organizations' },
        { label: name, href: base },
      ],
      tabs: Object.entries(TABS).map(([tab, [label, below]]) => ({
        label,
        href: base + below,
        current: tab === current,
        adminsOnly: tab === 'activity',
      })),
    }),
  };
}

/** Rejects as for what does not exist if it is not theirs to see. */
export async function openOrganization(request: SignedInRequest) {
  const { ids, name } = organizationFrame(request);
  const organization = await request.call(getOrganization, ids, undefined);
  return { organization, changing: await mayChange(request, name) };
}

/** A page that asks before something is done. */
export function questionView(
  request: SignedInRequest,
  question: Question,
  { tab, problem = null }: { tab: keyof typeof TABS; problem?: Problem | null },
): View {
  const { base, frame } = organizationFrame(request);
  return {
    ...frame(tab),
    narrow: true,
    title: question.title,
    body: questionForm(question, {
      formKey: request.formKey,
      cancel: base + TABS[tab][1],
      problem,
    }),
  };
}
