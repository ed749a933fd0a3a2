import type { Store } from '../../src/exchange/stores/port.ts';
import type { Records } from '../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import type { Role } from '../../src/exchange/tokens/roles.ts';
import { generateSecret, hashSecret } from '../../src/exchange/tokens/secret.ts';
import { PERMISSIONS, type Permission } from '../../src/protocol/permissions.ts';

/** A static token with its id, under which administrators find it. */
export interface StaticToken {
  id: string;
  token: string;
}

interface TokenChanges {
  /** Seconds since the epoch. */
  expiresAt?: number | null;
  createdAt?: number;
}

/** A project token, as an admin of its organization makes one. */
export async function addProjectToken(
  store: Store,
  {
    project = 'acme/web',
    permissions = PERMISSIONS,
    ...changes
  }: TokenChanges & { project?: string; permissions?: readonly Permission[] } = {},
): Promise<StaticToken> {
  return await store.change(async (records) => {
    const { id: projectId } = await projectOf(records, project);
    const secret = generateSecret('project', systemRandom);
    const token = { ...plainToken(changes), projectId, permissions, createdBy: 'ada@example.com' };
    await records.projectTokens.insert({ ...token, hash: hashSecret(secret) });
    return { id: token.id, token: secret.text };
  });
}

export interface UserWithToken extends StaticToken {
  userId: string;
  email: string;
}

/** A user with a token of theirs, and a role in each of these organizations. */
export async function addUser(
  store: Store,
  roles: Record<string, Role> = { acme: 'member' },
  changes: TokenChanges = {},
): Promise<UserWithToken> {
  return await store.change(async (records) => {
    const userId = systemRandom.id();
    const email = `${userId}@example.com`;
    const createdAt = Math.floor(Date.now() / 1000);
    await records.users.insert({
      id: userId,
      email,
      emailProven: true,
      operator: false,
      disabledAt: null,
      createdAt,
    });
    for (const [organization, role] of Object.entries(roles)) {
      const organizationId = await organizationIdOf(records, organization);
      await records.members.insert({ organizationId, userId, role, createdAt });
    }
    const secret = generateSecret('user', systemRandom);
    const token = { ...plainToken(changes), userId };
    await records.userTokens.insert({ ...token, hash: hashSecret(secret) });
    return { id: token.id, token: secret.text, userId, email };
  });
}

export async function leaveOrganization(store: Store, userId: string, organization = 'acme') {
  await store.change(async (records) =>
    records.members.remove(await organizationIdOf(records, organization), userId),
  );
}

export async function disableUser(store: Store, userId: string): Promise<void> {
  const disabledAt = Math.floor(Date.now() / 1000);
  await store.change(({ users }) => users.update(userId, { operator: false, disabledAt }));
}

export async function setOidcOnly(store: Store, project: string, oidcOnly: boolean): Promise<void> {
  await store.change(async (records) => {
    const { id, name } = await projectOf(records, project);
    await records.projects.update(id, { name, oidcOnly });
  });
}

/** With its project tokens, unless said otherwise. */
export async function revokeProject(
  store: Store,
  project: string,
  projectTokens = true,
): Promise<void> {
  await store.change(async (records) => {
    const { id } = await projectOf(records, project);
    await records.revocations.revokeProject(id, Math.floor(Date.now() / 1000), projectTokens);
  });
}

export async function revokeRun(
  store: Store,
  { project, ...run }: { issuer: string; runId: string; project: string },
): Promise<void> {
  await store.change(async (records) => {
    const { id: projectId } = await projectOf(records, project);
    const keepUntil = Math.floor(Date.now() / 1000) + 86_400;
    await records.revocations.revokeRun({ ...run, projectId }, keepUntil);
  });
}

export async function projectOf(records: Records, path: string) {
  const [organization = '', name = ''] = path.split('/');
  const organizationId = await organizationIdOf(records, organization);
  const project = await records.projects.findByName(organizationId, name);
  if (!project) throw new Error(`there is no project ${path}`);
  return project;
}

async function organizationIdOf(records: Records, name: string): Promise<string> {
  const organization = await records.organizations.findByName(name);
  if (!organization) throw new Error(`there is no organization ${name}`);
  return organization.id;
}

function plainToken({ expiresAt = null, createdAt = Math.floor(Date.now() / 1000) }: TokenChanges) {
  return {
    id: systemRandom.id(),
    description: 'for a test',
    createdAt,
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
  };
}
