/** What the command line names, as it is stored; each ends the command if there is none. */

import type { AuditEvent } from '../exchange/audit/event.ts';
import type { BuilderRecord } from '../exchange/builders/builder-store.ts';
import { quoteIfNeeded } from '../exchange/identity/quote.ts';
import type { IssuerRecord } from '../exchange/stores/ports/issuers.ts';
import type { ProjectRecord } from '../exchange/stores/ports/projects.ts';
import type { Records } from '../exchange/stores/ports/records.ts';
import type { RegistryRecord } from '../exchange/stores/ports/registries.ts';
import type { ProjectPath } from '../protocol/projects.ts';
import { CommandFailure } from './failure.ts';

export async function requireProject(records: Records, path: ProjectPath): Promise<ProjectRecord> {
  const [organization = '', name = ''] = path.split('/');
  const owner = await records.organizations.findByName(organization);
  const project = owner && (await records.projects.findByName(owner.id, name));
  return (
    project ??
    fail(`there is no project ${path}; dockpass export shows them, dockpass apply makes one`)
  );
}

export async function requireIssuer({ issuers }: Records, url: string): Promise<IssuerRecord> {
  return (
    (await issuers.findByUrl(url)) ??
    fail(`there is no issuer ${url}; write it byte for byte as dockpass export shows it`)
  );
}

export async function requireRegistry(
  { registries }: Records,
  name: string,
): Promise<RegistryRecord> {
  return (
    (await registries.findByName(name)) ??
    fail(
      `there is no registry ${name}; dockpass registry list shows them, dockpass registry create makes one`,
    )
  );
}

export async function requireEvent({ auditEvents }: Records, id: string): Promise<AuditEvent> {
  return (
    (await auditEvents.find(id)) ??
    fail(`there is no audit event ${quoteIfNeeded(id)}; dockpass audit list shows the newest`)
  );
}

export async function requireBuilder(
  { builders }: Records,
  { id, organization, name }: ProjectRecord,
): Promise<BuilderRecord> {
  return (
    (await builders.find(id)) ??
    fail(
      `the project ${organization}/${name} has no builder; dockpass builder set tells where it is`,
    )
  );
}

function fail(line: string): never {
  throw new CommandFailure([line]);
}
