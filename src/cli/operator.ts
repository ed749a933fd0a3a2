import { draftEvent } from '../exchange/audit/audited.ts';
import type { AuditEvent, AuditScope } from '../exchange/audit/event.ts';
import type { ProjectRecord } from '../exchange/stores/ports/projects.ts';
import type { ProjectPath } from '../protocol/projects.ts';
import type { Terminal } from './terminal.ts';

/** Who acts in the audit events of this command: whoever can reach the database. */
export const OPERATOR = 'operator';

type Told = 'decision' | 'scopes' | 'projects' | 'permissions' | 'relationships' | 'issuer';

/** The event of a change by this command; `detail` has what was and what is. */
export function operatorEvent(
  { clock, random }: Pick<Terminal, 'clock' | 'random'>,
  action: string,
  told: Partial<Pick<AuditEvent, Told | 'tokenHashPrefix'>> & {
    detail: { before: unknown; after: unknown };
  },
): AuditEvent {
  return {
    ...draftEvent({ clock, random }, action, { clientAddress: null }),
    decision: 'changed',
    actor: OPERATOR,
    ...told,
  };
}

/** What an event about a project names: by its path, and by ids that outlive the path. */
export function aboutProject({ id, organizationId, organization, name }: ProjectRecord): {
  projects: ProjectPath[];
  scopes: AuditScope[];
} {
  const project: ProjectPath = `${organization}/${name}`;
  return { projects: [project], scopes: [{ organizationId, projectId: id, project }] };
}
