import type { AuditEvent } from '../../src/exchange/audit/event.ts';
import type { Store } from '../../src/exchange/stores/port.ts';
import type { Permission } from '../../src/protocol/permissions.ts';
import type { ProjectPath } from '../../src/protocol/projects.ts';
import { GITHUB } from './policy/examples.ts';
import { auditEvent } from './stores/records.ts';
import { jobClaims } from './trust/examples.ts';

export interface JobRecorded {
  project?: ProjectPath;
  issuer?: string;
  claims?: Record<string, string | undefined>;
  /** Left out: the job was refused. */
  relationship?: string;
  permissions?: readonly Permission[];
  /** Seconds before now. */
  age?: number;
}

/** The events that exchanges of these jobs leave, in this order; answers them. */
export async function recordJobs(
  store: Store,
  jobs: readonly JobRecorded[],
): Promise<AuditEvent[]> {
  const ids = await store.read(async ({ projects }) => {
    const all = await projects.all();
    return new Map(
      all.map(({ organization, name, id, organizationId }) => [
        `${organization}/${name}`,
        { organizationId, projectId: id },
      ]),
    );
  });
  const events = jobs.map((job) => eventOf(job, ids.get(job.project ?? 'acme/web')));
  // In portions: a transaction of a hundred thousand would take the memory of all.
  for (let start = 0; start < events.length; start += 5000)
    await store.change(({ auditEvents }) =>
      auditEvents.appendAll(events.slice(start, start + 5000)),
    );
  return events;
}

function eventOf(
  {
    project = 'acme/web',
    issuer = GITHUB,
    claims,
    relationship,
    permissions,
    age = 0,
  }: JobRecorded,
  scope: { organizationId: string; projectId: string } | undefined,
): AuditEvent {
  const asked = { named_projects: true, permissions: permissions ?? null };
  return auditEvent({
    time: new Date(Date.now() - age * 1000).toISOString(),
    issuer,
    claims: jobClaims(claims),
    projects: [project],
    scopes: scope
      ? [{ ...scope, project, ...(relationship && { relationships: [relationship] }) }]
      : [],
    ...(relationship
      ? {
          decision: 'granted',
          permissions: permissions ?? ['build', 'push', 'pull'],
          relationships: [relationship],
          detail: { asked },
        }
      : {
          decision: 'refused',
          reason: 'condition_failed',
          detail: { message: 'No.', cause: [], asked },
        }),
  });
}
