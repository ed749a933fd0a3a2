import { AUDIT_DECISIONS } from '../../../audit/event.ts';
import type { Problem } from '../../../flows/admin/problem.ts';
import { faultAt } from '../../html/form.ts';
import { type Content, type Html, html, NOTHING } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import { callout } from '../../html/parts.ts';
import { decisionLabel } from './words.ts';

/** Names in the address, as people read them there. */
const NAMES = ['project', 'repository', 'decision', 'run', 'from', 'to'] as const;

type Name = (typeof NAMES)[number];

/** What is looked for: as it was typed, without what was left empty. */
export type Filters = Partial<Record<Name, string>>;

export function readFilters(query: URLSearchParams, names: readonly Name[] = NAMES): Filters {
  const typed = names.map((name) => [name, query.get(name)?.trim() ?? ''] as const);
  return Object.fromEntries(typed.filter(([, value]) => value !== ''));
}

/** As operations take them. Rejects nothing: what can't be understood, the operation says. */
export function searchOf({ project, repository, decision, run, from, to }: Filters) {
  return {
    ...(project && { project_id: project }),
    ...(repository && { repository }),
    ...(decision && { decision: decision as (typeof AUDIT_DECISIONS)[number] }),
    ...(run && { run_id: run }),
    ...(from && { since: from }),
    ...(to && { until: endOf(to) }),
  };
}

/** A date includes its day. */
function endOf(to: string): string {
  if (!DATE.test(to) || Number.isNaN(Date.parse(to))) return to;
  return new Date(Date.parse(to) + 86_400_000).toISOString();
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The address of the same list, with another place in it. */
export function addressOf(base: string, filters: Filters, after?: string): string {
  const query = new URLSearchParams({ ...filters, ...(after !== undefined && { after }) });
  return query.size === 0 ? base : `${base}?${query.toString()}`;
}

const LABELS: Readonly<Record<Name, string>> = {
  project: 'Project',
  repository: 'Repository',
  decision: 'Decision',
  run: 'Run',
  from: 'From',
  to: 'To',
};

const HINTS: Partial<Record<Name, string>> = {
  project: 'acme/web',
  repository: 'owner/name',
  run: 'Run id',
};

/** Members of the operation's query, whose faults belong to a field. */
const MEMBERS: Readonly<Record<Name, string>> = {
  project: '/project_id',
  repository: '/repository',
  decision: '/decision',
  run: '/run_id',
  from: '/since',
  to: '/until',
};

/** A plain GET form: what is looked for stands in the address. */
export function filterForm(
  base: string,
  filters: Filters,
  problem: Problem | null,
  names: readonly Name[] = NAMES,
): Html {
  return html`<form class="filters" method="get" action="${base}" role="search" aria-label="Filter events">
${names.map((name) => html`<div class="field"><label for="filter-${name}">${LABELS[name]}</label>${control(name, filters[name] ?? '', faultAt(problem, MEMBERS[name]))}</div>`)}
<div class="form-end"><button>${icon('search')} Filter</button>${Object.keys(filters).length > 0 && html`<a class="button quiet" href="${base}">Clear</a>`}</div>
</form>${problem ? callout('bad', faultTexts(problem, names)) : NOTHING}`;
}

function control(name: Name, value: string, fault: string | undefined): Html {
  const attributes = html` id="filter-${name}" name="${name}"${fault && html` aria-invalid="true"`}`;
  if (name === 'decision')
    return html`<select${attributes}><option value="">Any</option>${AUDIT_DECISIONS.map((decision) => html`<option value="${decision}"${decision === value && html` selected`}>${decisionLabel(decision)}</option>`)}</select>`;
  const isDate = (name === 'from' || name === 'to') && (value === '' || DATE.test(value));
  const hint = HINTS[name];
  return html`<input type="${isDate ? 'date' : 'text'}" value="${value}" autocomplete="off" spellcheck="false"${hint && html` placeholder="${hint}"`}${attributes}>`;
}

function faultTexts(problem: Problem, names: readonly Name[]): Content {
  const faults = names.flatMap((name) => {
    const fault = faultAt(problem, MEMBERS[name]);
    return fault === undefined ? [] : [`${LABELS[name]} ${fault}.`];
  });
  return faults.length > 0 ? faults.map((fault) => html`<p>${fault}</p>`) : problem.message;
}
