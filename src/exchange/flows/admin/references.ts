/**
 * What a path or a query names, by its id or by its name. Undefined: there is nothing of this name, which
 * says no more than that there is nothing with an id.
 */

import { z } from 'zod';
import { isProjectPath } from '../../../protocol/projects.ts';
import { hasInvisible } from '../../invisible.ts';
import type { IssuerRecord } from '../../stores/ports/issuers.ts';
import type { MemberRecord, OrganizationRecord } from '../../stores/ports/organizations.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { RegistryRecord } from '../../stores/ports/registries.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { isId } from '../../system/ids.ts';
import type { Ids } from './target.ts';

/** Parameters that take names besides ids, as the API's description has them. */
export const NAMED: Readonly<Record<string, z.ZodType>> = {
  organization_id: reference('Id, or name.', 'acme'),
  project_id: reference('Id, or path; write its slash as `%2F`.', 'acme/web'),
  user_id: reference('Id, or e-mail address.', 'ada@example.com'),
  issuer_id: reference(
    'Id, or URL; write its slashes as `%2F`.',
    'https://token.actions.githubusercontent.com',
  ),
  registry_id: reference('Id, or name.', 'registry.example.com'),
};

export function reference(description: string, example: string) {
  return z
    .string()
    .min(1)
    .meta({ description, examples: [example] });
}

/** What can neither be an id nor a name names nothing; the database need not see what was sent instead. */
export function areReferences(ids: Ids): boolean {
  return Object.entries(ids).every(([parameter, text]) =>
    parameter in NAMED ? !hasInvisible(text) : isId(text),
  );
}

/**
 * As somebody who is no operator looks for names: among their own organizations alone. What others have is not
 * even looked at, so that the time until the answer does not tell that there is something of this name; names
 * can be guessed, as ids cannot.
 */
export function withNamesOf(records: Records, userId: string): Records {
  const { organizations, members } = records;
  const findByName = async (name: string) => {
    const own = await members.membershipsOf(userId);
    const found = own.find((one) => one.name === name);
    return found && (await organizations.find(found.id));
  };
  return { ...records, organizations: { ...organizations, findByName } };
}

export async function referencedOrganization(
  { organizations }: Records,
  text: string,
): Promise<OrganizationRecord | undefined> {
  return isId(text) ? await organizations.find(text) : await organizations.findByName(text);
}

export async function referencedProject(
  { organizations, projects }: Records,
  text: string,
): Promise<ProjectRecord | undefined> {
  if (isId(text)) return await projects.find(text);
  if (!isProjectPath(text)) return undefined;
  const [organization = '', name = ''] = text.split('/');
  const owner = await organizations.findByName(organization);
  return owner && (await projects.findByName(owner.id, name));
}

export async function referencedUser(
  { users }: Records,
  text: string,
): Promise<UserRecord | undefined> {
  return isId(text) ? await users.find(text) : await users.findByEmail(text.toLowerCase());
}

/** Looks at members alone: whether somebody else has the address takes no time, either. */
export async function referencedMember(
  { members }: Records,
  organizationId: string,
  text: string,
): Promise<MemberRecord | undefined> {
  return isId(text)
    ? await members.find(organizationId, text)
    : await members.findByEmail(organizationId, text.toLowerCase());
}

export async function referencedIssuer(
  { issuers }: Records,
  text: string,
): Promise<IssuerRecord | undefined> {
  return isId(text) ? await issuers.find(text) : await issuers.findByUrl(text);
}

export async function referencedRegistry(
  { registries }: Records,
  text: string,
): Promise<RegistryRecord | undefined> {
  return isId(text) ? await registries.find(text) : await registries.findByName(text);
}
