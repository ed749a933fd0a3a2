import type { AuditFilter } from '../exchange/audit/audit-store.ts';
import type { AuditDecision } from '../exchange/audit/event.ts';
import type { Store } from '../exchange/stores/port.ts';
import type { ProjectPath } from '../protocol/projects.ts';
import { requireProject } from './find-records.ts';
import type { Moment } from './read-arguments.ts';
import type { Terminal } from './terminal.ts';

/** What the command line asks events to match, each left out: anything. */
export interface FilterOptions {
  project?: ProjectPath;
  repository?: string;
  run?: string;
  decision?: AuditDecision;
  /** A duration counts back from now. */
  since?: Moment;
  until?: Moment;
}

export async function filterOf(
  options: FilterOptions,
  store: Store,
  { clock }: Terminal,
): Promise<AuditFilter> {
  const { project: path } = options;
  const project = path && (await store.read((records) => requireProject(records, path)));
  const timeOf = (moment: Moment | undefined) => (moment ? isoTime(moment, clock()) : null);
  return {
    organizationId: project?.organizationId ?? null,
    projectId: project?.id ?? null,
    repository: options.repository ?? null,
    runId: options.run ?? null,
    decision: options.decision ?? null,
    since: timeOf(options.since),
    until: timeOf(options.until),
  };
}

/** As events have it: they are compared as text. */
function isoTime(moment: Moment, now: number): string {
  const milliseconds = 'at' in moment ? moment.at : now - moment.distance;
  return new Date(Math.max(milliseconds, 0)).toISOString();
}
