import { isPermission } from '../../../../../protocol/permissions.ts';
import { type Fault, Problem } from '../../../../flows/admin/problem.ts';
import type { Form } from '../../../../http/request.ts';
import { githubServerOf } from '../../../../identity/github-servers.ts';
import { CONDITION_MEMBERS } from '../../../../policy/condition-texts.ts';
import { pastedRepository } from '../../../../policy/pasted-repository.ts';
import type { Relationship } from './frame.ts';

/** Names of the fields of the form; `permissions` may come several times. */
const TERM_FIELDS = [
  'repository',
  'issuer',
  'repository_id',
  'repository_owner_id',
  ...CONDITION_MEMBERS,
  'permissions',
  'max_lifetime',
  'expires_at',
  'mode',
  'description',
] as const;

export type Issuers = readonly { url: string; enabled: boolean }[];

/** Stored or drafted terms as the form has them. */
export type Terms = Omit<
  Relationship,
  'id' | 'project_id' | 'pinned' | 'created_by' | 'created_at' | 'last_used_at' | 'warnings'
>;

/** Of a time in UTC: the date says the same. */
const MIDNIGHT = /(?<=^\d{4}-\d\d-\d\d)T00:00:00(?:\.000)?Z$/;

export function valuesOf(terms: Terms): Form {
  const values = new URLSearchParams();
  for (const field of TERM_FIELDS) {
    const value = terms[field];
    if (field === 'permissions') for (const one of terms.permissions) values.append(field, one);
    else if (Array.isArray(value)) values.set(field, value.join('\n'));
    else values.set(field, typeof value === 'string' ? value.replace(MIDNIGHT, '') : '');
  }
  return values;
}

/** Only the fields of terms, as they were typed. */
export function termValues(form: Form): Form {
  const entries = [...form].filter(([name]) => (TERM_FIELDS as readonly string[]).includes(name));
  return new URLSearchParams(entries);
}

/** Not `[...].at`: a line that is empty is no entry, so that faults count the others. */
export function linesOf(value: string | null): string[] {
  return (value ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** As the operations take them: what is empty is null, which clears it. */
export function bodyOf(values: Form) {
  const text = (name: string) => values.get(name)?.trim() || null;
  const list = (name: string) => {
    const lines = linesOf(values.get(name));
    return lines.length > 0 ? lines : null;
  };
  const { repository } = pastedRepository(values.get('repository') ?? '');
  const issuer = text('issuer');
  return {
    repository,
    ...(issuer !== null && { issuer }),
    repository_id: text('repository_id'),
    repository_owner_id: text('repository_owner_id'),
    refs: list('refs'),
    events: list('events'),
    environments: list('environments'),
    base_refs: list('base_refs'),
    workflows: list('workflows'),
    reusable_workflows: list('reusable_workflows'),
    permissions: values.getAll('permissions').filter(isPermission),
    max_lifetime: text('max_lifetime'),
    mode: values.get('mode') === 'audit' ? ('audit' as const) : ('enforce' as const),
    description: text('description'),
    expires_at: text('expires_at'),
  };
}

export type Body = ReturnType<typeof bodyOf>;

/**
 * The values with owner and name in place of a pasted URL, and the issuer that its host means. A host that no
 * registered issuer signs for is a fault: jobs of it would never be admitted.
 */
export function settled(values: Form, issuers: Issuers): { values: Form; faults: Fault[] } {
  const { repository, host } = pastedRepository(values.get('repository') ?? '');
  const changed = new URLSearchParams(values);
  if (host !== null) {
    const signing = issuersOf(host, issuers);
    const chosen = signing.find(({ url }) => url === values.get('issuer')) ?? signing[0];
    if (!chosen)
      return { values, faults: [{ at: '/repository', detail: unknownHost(host, issuers) }] };
    changed.set('issuer', chosen.url);
  }
  changed.set('repository', repository);
  const [only, ...others] = issuers;
  if (!changed.get('issuer') && only && others.length === 0) changed.set('issuer', only.url);
  return { values: changed, faults: [] };
}

/** Those whose server is not told by their URL may sign for any host. */
function issuersOf(host: string, issuers: Issuers): Issuers {
  const hosts = new Map(issuers.map((issuer) => [issuer, hostnameOf(issuer.url)]));
  const known = issuers.filter((issuer) => hosts.get(issuer) === host);
  return known.length > 0 ? known : issuers.filter((issuer) => hosts.get(issuer) === null);
}

/** Of the server that its jobs run for, without a port: remotes over ssh show another one. */
function hostnameOf(issuer: string): string | null {
  return githubServerOf(issuer)?.host.replace(/:\d+$/, '') ?? null;
}

function unknownHost(host: string, issuers: Issuers): string {
  const hosts = issuers.map(({ url }) => hostnameOf(url) ?? url).join(', ');
  return `is on ${host}, and no issuer is registered for it; have an operator register it, or take a repository on ${hosts}`;
}

/** What is wrong with a form, where the operations can't know. */
export function typedProblem(faults: readonly Fault[]): Problem {
  return new Problem('invalid_request', 'Check the marked fields.', faults);
}
