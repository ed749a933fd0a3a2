import type { IssuerRecord } from '../exchange/stores/ports/issuers.ts';
import type { ProjectRecord } from '../exchange/stores/ports/projects.ts';
import type { Records } from '../exchange/stores/ports/records.ts';
import type { RelationshipRecord } from '../exchange/stores/ports/trust-relationships.ts';
import { epochSeconds } from '../exchange/system/clock.ts';
import { revokedRunKeepUntil } from '../exchange/tokens/revoked-run.ts';
import { aboutProject, operatorEvent } from './operator.ts';
import type { Terminal } from './terminal.ts';

export interface Run {
  issuer: IssuerRecord;
  runId: string;
  project: ProjectRecord;
}

export async function revokeRun(
  { revocations, auditEvents }: Records,
  { issuer, runId, project }: Run,
  maxLifetime: number,
  terminal: Terminal,
): Promise<void> {
  const keepUntil = revokedRunKeepUntil(epochSeconds(terminal.clock), maxLifetime);
  await revocations.revokeRun({ issuer: issuer.url, runId, projectId: project.id }, keepUntil);
  await auditEvents.append(
    operatorEvent(terminal, 'run.revoke', {
      ...aboutProject(project),
      decision: 'revoked',
      detail: { before: null, after: { run_id: runId, issuer: issuer.url } },
    }),
  );
}

export async function revokeRelationship(
  { revocations, auditEvents }: Records,
  { id, project, organizationId, projectId }: RelationshipRecord,
  terminal: Terminal,
): Promise<void> {
  await revocations.revokeRelationship(id);
  await auditEvents.append(
    operatorEvent(terminal, 'trust_relationship.revoke', {
      decision: 'revoked',
      projects: [project],
      scopes: [{ organizationId, projectId, project, relationships: [id] }],
      relationships: [id],
      detail: { before: null, after: {} },
    }),
  );
}

export async function revokeProject(
  { revocations, auditEvents }: Records,
  project: ProjectRecord,
  projectTokens: boolean,
  terminal: Terminal,
): Promise<void> {
  await revocations.revokeProject(project.id, epochSeconds(terminal.clock), projectTokens);
  await auditEvents.append(
    operatorEvent(terminal, 'project.revoke', {
      ...aboutProject(project),
      decision: 'revoked',
      detail: { before: null, after: { project_tokens: projectTokens } },
    }),
  );
}

export async function revokeIssuer(
  { revocations, auditEvents }: Records,
  { id, url }: IssuerRecord,
  terminal: Terminal,
): Promise<void> {
  await revocations.revokeIssuer(id);
  await auditEvents.append(
    operatorEvent(terminal, 'issuer.revoke', {
      decision: 'revoked',
      detail: { before: null, after: { issuer: url } },
    }),
  );
}
