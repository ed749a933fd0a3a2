/** What the command line names, as it is stored; each ends the command if there is none. */

import type { AuditEvent } from '../exchange/audit/event.ts';
import type { BuilderRecord } from '../exchange/builders/builder-store.ts';
import { quoteIfNeeded } from '../exchange/identity/quote.ts';
import type { InvitationRecord } from '../exchange/stores/ports/invitations.ts';
import type { IssuerRecord } from '../exchange/stores/ports/issuers.ts';
import type { OrganizationRecord } from '../exchange/stores/ports/organizations.ts';
import type { ProjectRecord } from '../exchange/stores/ports/projects.ts';
import type { Records } from '../exchange/stores/ports/records.ts';
import type { RegistryRecord } from '../exchange/stores/ports/registries.ts';
import type { RelationshipRecord } from '../exchange/stores/ports/trust-relationships.ts';
import type { UserRecord } from '../exchange/stores/ports/users.ts';
import type { ProjectPath } from '../protocol/projects.ts';
import { CommandFailure } from './failure.ts';

export async function requireUser({ users }: Records, email: string): Promise<UserRecord> {
  return (
    (await users.findByEmail(email)) ??
    fail(`there is no user ${email}; dockpass user list shows them, dockpass user create makes one`)
  );
}

export async function requireOrganization(
  { organizations }: Records,
  name: string,
): Promise<OrganizationRecord> {
  return (
    (await organizations.findByName(name)) ??
    fail(
      `there is no organization ${quoteIfNeeded(name)}; dockpass export shows them, dockpass apply makes one`,
    )
  );
}

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

/** The one that there is, if only one is registered. */
export async function requireOnlyIssuer({ issuers }: Records): Promise<IssuerRecord> {
  const [issuer, ...others] = await issuers.list({ after: null, limit: 2 });
  if (!issuer) return fail('no issuer is registered; dockpass apply registers them');
  if (others.length === 0) return issuer;
  return fail('several issuers are registered; name the one of the run with --issuer');
}

export async function requireRelationship(
  { relationships }: Records,
  id: string,
): Promise<RelationshipRecord> {
  return (
    (await relationships.find(id)) ??
    fail(
      `there is no trust relationship ${quoteIfNeeded(id)}; audit events name them under relationships`,
    )
  );
}

export async function requireRegistry(
  { registries }: Records,
  name: string,
): Promise<RegistryRecord> {
  return (
    (await registries.findByName(name)) ??
    fail(
      `there is no registry ${name}; dockpass registry list shows them, dockpass registry add makes one`,
    )
  );
}

export async function requireEvent({ auditEvents }: Records, id: string): Promise<AuditEvent> {
  return (
    (await auditEvents.find(id)) ??
    fail(`there is no audit event ${quoteIfNeeded(id)}; dockpass audit list shows the newest`)
  );
}

export async function requireInvitation(
  { invitations }: Records,
  id: string,
  now: number,
): Promise<InvitationRecord> {
  return (
    (await invitations.find(id, now)) ??
    fail(
      `there is no invitation ${quoteIfNeeded(id)}; dockpass invitation list shows those that nobody has accepted and that have not expired`,
    )
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
