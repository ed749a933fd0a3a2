import type { Problem } from '../../../flows/admin/problem.ts';
import type { Section, Tab, View } from '../../html/layout.ts';
import { type Question, questionForm } from '../../html/question.ts';
import type { SignedInRequest } from '../../request.ts';

const TABS = {
  health: ['Health', ''],
  activity: ['Activity', '/activity'],
  organizations: ['Organizations', '/organizations'],
  users: ['Users', '/users'],
  issuers: ['Issuers', '/issuers'],
  registries: ['Registries', '/registries'],
} as const;

const BASE = '/installation';

/** What all pages of the installation have in common; `below`: what stands between it and the page. */
export function installationFrame(
  current: keyof typeof TABS,
  below: readonly { label: string; href: string }[] = [],
): { section: Section; path: { label: string; href: string }[]; tabs: Tab[] } {
  return {
    section: 'installation',
    path: [{ label: 'Installation', href: BASE }, ...below],
    tabs: Object.entries(TABS).map(([name, [label, path]]) => ({
      label,
      href: BASE + path,
      current: name === current,
    })),
  };
}

/** A page that asks before something is done; `back`: where to go instead. */
export function questionView(
  { formKey }: SignedInRequest,
  question: Question,
  { tab, back, problem = null }: { tab: keyof typeof TABS; back: string; problem?: Problem | null },
): View {
  return {
    ...installationFrame(tab),
    narrow: true,
    title: question.title,
    body: questionForm(question, { formKey, cancel: back, problem }),
  };
}
