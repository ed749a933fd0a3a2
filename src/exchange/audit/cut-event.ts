import type { Claims } from '../identity/identity.ts';
import type { AuditEvent } from './event.ts';

/** Of a text that clients may write: more than any name that is meant. */
const MAX_TEXT = 500;

/** Entries of a list, members of an object. */
const MAX_ENTRIES = 50;

/** Projects that a refused request asked for; a job asks for a few. */
const MAX_PROJECTS = 20;

/** Whether there may have been more projects, and others who may read of them. */
export function mayBeCut({ projects, scopes }: Pick<AuditEvent, 'projects' | 'scopes'>): boolean {
  return projects.length >= MAX_PROJECTS || scopes.length >= MAX_PROJECTS;
}

/** Whether a refused job may have shown more than this. */
export function mayBeCutClaims(claims: Claims): boolean {
  const texts = Object.values(claims);
  return texts.length >= MAX_ENTRIES || texts.some((text) => text && text.length > MAX_TEXT);
}

/** What clients have a say in. */
type Cuttable = {
  -readonly [Field in 'projects' | 'scopes' | 'claims' | 'detail']: AuditEvent[Field];
};

/**
 * Cuts what a refused request has put into its event: texts, lists, and the projects beyond the first ones,
 * with who may read of them. Whoever is refused must not decide how much is stored.
 */
export function cutEvent(event: Cuttable): void {
  event.projects = event.projects.slice(0, MAX_PROJECTS);
  event.scopes = event.scopes.slice(0, MAX_PROJECTS);
  event.claims = event.claims && cut(event.claims);
  event.detail = cut(event.detail);
}

function cut<Value>(value: Value): Value;
function cut(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map(cut);
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);
  return Object.fromEntries(entries.map(([name, member]) => [cutText(name), cut(member)]));
}

/** Without half of a character at its end (a lone surrogate), which no database stores. */
function cutText(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT).toWellFormed()}…`;
}
