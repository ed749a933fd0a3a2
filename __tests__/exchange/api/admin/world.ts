import { hashOfSecret, newSession, secretText } from '../../../../src/exchange/sessions/session.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { Records } from '../../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import type { Role } from '../../../../src/exchange/tokens/roles.ts';
import { generateSecret, hashSecret } from '../../../../src/exchange/tokens/secret.ts';
import { PERMISSIONS } from '../../../../src/protocol/permissions.ts';
import type { TokenKind } from '../../../../src/protocol/token-kinds.ts';
import { furnishBuilder } from '../../builders/builder.ts';

/** Everybody who may knock, as the table of roles.test.ts names them. */
export const CALLERS = [
  'nobody',
  'stranger',
  'member',
  'admin',
  'operator',
  'disabled',
  'project',
  'build',
] as const;

export type Caller = (typeof CALLERS)[number];

/** One organization with one of everything, and everybody around it. */
export interface World {
  /** What each sends; null: nothing. */
  tokens: Record<Caller, string | null>;
  /** What paths name, by parameter; `token_id` is the caller's own token below `/user`. */
  ids(caller: Caller): Record<string, string>;
  /** To the caller, from an organization that nobody else is in. */
  ownInvitationId(caller: Caller): string;
  /** Of an invitation to nobody of these, to an organization that nobody is in. */
  invitationLink: string;
  /** Like the first, without projects. */
  emptyOrganizationId: string;
  /** Of this world alone. */
  name: string;
  issuer: string;
}

const now = () => Math.floor(Date.now() / 1000);

const newId = () => systemRandom.id();

export async function createWorld(store: Store): Promise<World> {
  const name = `w${newId().replaceAll('-', '').slice(-20)}`;
  const issuer = `https://${name}.example.com`;
  const build = generateSecret('build', systemRandom);
  const built = await store.change(async (records) => {
    const organizationId = await organizationNamed(records, name);
    const emptyOrganizationId = await organizationNamed(records, `${name}-empty`);
    const both = [organizationId, emptyOrganizationId];
    const elsewhere = await organizationNamed(records, `${name}-other`);
    const inviting = await organizationNamed(records, `${name}-inviting`);
    const projectId = newId();
    await records.projects.insert({
      id: projectId,
      organizationId,
      name: 'web',
      oidcOnly: false,
      createdAt: now(),
    });
    const issuerId = newId();
    await records.issuers.insert({
      id: issuerId,
      url: issuer,
      provider: 'github',
      enabled: true,
      createdAt: now(),
    });
    const registryId = newId();
    await records.registries.insert({
      id: registryId,
      name,
      hosts: [`${name}.example.com`],
      createdAt: now(),
    });
    const person = async (who: string, roles: [string[], Role] | null, more = {}) => {
      const email = `${who}@${name}.example.com`;
      const invitationId = await invitation(records, inviting, email);
      return { ...(await userWithToken(records, email, roles, more)), invitationId };
    };
    const linked = await invitation(records, inviting, `linked@${name}.example.com`);
    return {
      emptyOrganizationId,
      invitationLink: await linkTo(records, linked),
      users: {
        stranger: await person('stranger', [[elsewhere], 'admin']),
        member: await person('member', [both, 'member']),
        admin: await person('admin', [both, 'admin']),
        operator: await person('operator', null, { operator: true }),
        disabled: await person('disabled', [both, 'admin'], { disabledAt: now() }),
      },
      target: await person('target', [both, 'member']),
      projectToken: await projectToken(records, projectId),
      ids: {
        organization_id: organizationId,
        project_id: projectId,
        issuer_id: issuerId,
        registry_id: registryId,
        invitation_id: await invitation(records, organizationId, `invited@${name}.example.com`),
        builder_authority_id: await furnishBuilder(records, projectId, now()),
        trust_relationship_id: await relationship(records, projectId, issuerId),
      },
    };
  });
  const { users, ids, projectToken: project, target } = built;
  const ofCaller = (caller: Caller) =>
    caller in users ? users[caller as keyof typeof users] : target;
  const eventId = await commitBuildToken(store, build, { ...ids, issuer }, project.id);
  return {
    tokens: {
      nobody: null,
      stranger: users.stranger.token,
      member: users.member.token,
      admin: users.admin.token,
      operator: users.operator.token,
      disabled: users.disabled.token,
      project: project.token,
      build: build.text,
    },
    ids: (caller) => ({
      ...ids,
      user_id: target.userId,
      project_token_id: project.id,
      audit_event_id: eventId,
      token_id: ofCaller(caller).id,
      passkey_id: ofCaller(caller).passkeyId,
      session_id: ofCaller(caller).sessionId,
      identity_id: ofCaller(caller).identityId,
    }),
    ownInvitationId: (caller) => ofCaller(caller).invitationId,
    invitationLink: built.invitationLink,
    emptyOrganizationId: built.emptyOrganizationId,
    name,
    issuer,
  };
}

async function organizationNamed(records: Records, name: string): Promise<string> {
  const id = newId();
  await records.organizations.insert({ id, name, createdAt: now() });
  return id;
}

async function invitation(
  records: Records,
  organizationId: string,
  email: string,
): Promise<string> {
  const id = newId();
  await records.invitations.insert({
    id,
    organizationId,
    email,
    role: 'member',
    invitedBy: 'ada@example.com',
    createdAt: now(),
    expiresAt: now() + 3600,
    declinedAt: null,
  });
  return id;
}

async function linkTo(records: Records, invitationId: string): Promise<string> {
  const secret = secretText(systemRandom);
  await records.oneTimeLinks.replace({
    id: newId(),
    kind: 'invitation',
    hash: hashOfSecret(secret),
    invitationId,
    createdAt: now(),
    expiresAt: now() + 3600,
  });
  return `https://dockpass.example.com/invitations/${secret}`;
}

async function userWithToken(
  records: Records,
  email: string,
  roles: [organizationIds: string[], role: Role] | null,
  more: { operator?: boolean; disabledAt?: number },
) {
  const userId = newId();
  const user = {
    id: userId,
    email,
    emailProven: true,
    operator: false,
    disabledAt: null,
    createdAt: now(),
    ...more,
  };
  await records.users.insert(user);
  const [organizationIds, role] = roles ?? [[], 'member' as const];
  for (const organizationId of organizationIds)
    await records.members.insert({ organizationId, userId, role, createdAt: now() });
  const { secret, ...token } = newToken('user');
  await records.userTokens.insert({ ...token, userId });
  const passkeyId = newId();
  await records.passkeys.insert({
    id: passkeyId,
    userId,
    credentialId: passkeyId,
    publicKey: systemRandom.bytes(77),
    counter: 0,
    transports: [],
    name: 'laptop',
    createdAt: now(),
    lastUsedAt: null,
  });
  const identityId = newId();
  await records.identities.insert({
    id: identityId,
    issuer: 'https://id.example.com',
    subject: userId,
    userId,
    createdAt: now(),
    lastUsedAt: null,
  });
  const session = newSession(
    { random: systemRandom, now: now() },
    userId,
    { method: 'passkey' },
    { clientAddress: null, userAgent: 'for a test' },
  );
  await records.sessions.insert({ ...session.record, hash: session.hash });
  return {
    userId,
    id: token.id,
    token: secret,
    passkeyId,
    sessionId: session.record.id,
    identityId,
  };
}

async function projectToken(records: Records, projectId: string) {
  const { secret, ...token } = newToken('project');
  const more = { projectId, permissions: PERMISSIONS, createdBy: 'ada@example.com' };
  await records.projectTokens.insert({ ...token, ...more });
  return { id: token.id, token: secret };
}

function newToken(kind: TokenKind) {
  const secret = generateSecret(kind, systemRandom);
  return {
    id: newId(),
    secret: secret.text,
    hash: hashSecret(secret),
    description: 'for a test',
    createdAt: now(),
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  };
}

async function relationship(records: Records, projectId: string, issuerId: string) {
  const id = newId();
  await records.relationships.insert({
    id,
    projectId,
    issuerId,
    repository: 'acme/web',
    repositoryId: '260064828',
    repositoryOwnerId: '1342004',
    conditions: {
      refs: null,
      baseRefs: null,
      environments: null,
      events: null,
      workflows: null,
      reusableWorkflows: null,
    },
    permissions: PERMISSIONS,
    maxLifetime: null,
    mode: 'enforce',
    description: null,
    expiresAt: null,
    createdBy: 'ada@example.com',
    createdAt: now(),
  });
  return id;
}

interface OwnIds {
  organization_id: string;
  project_id: string;
}

/** As if the project token had been exchanged for it. Returns the id of the audit event. */
async function commitBuildToken(
  store: Store,
  secret: ReturnType<typeof generateSecret>,
  { organization_id: organizationId, project_id: projectId, issuer }: OwnIds & { issuer: string },
  parentId: string,
): Promise<string> {
  const eventId = newId();
  await store.commitNarrowing({
    token: {
      id: newId(),
      hash: hashSecret(secret),
      createdAt: now(),
      expiresAt: now() + 3600,
      parent: { kind: 'project', id: parentId },
    },
    grants: [{ projectId, permissions: PERMISSIONS }],
    event: {
      id: eventId,
      time: new Date().toISOString(),
      action: 'exchange',
      decision: 'granted',
      reason: null,
      actor: null,
      issuer,
      claims: {
        repository: 'acme/web',
        repository_id: '260064828',
        repository_owner_id: '1342004',
        ref: 'refs/heads/main',
        event_name: 'push',
      },
      scopes: [{ organizationId, projectId }],
      projects: [],
      permissions: [],
      relationships: [],
      wouldGrant: [],
      tokenHashPrefix: null,
      clientAddress: null,
      detail: null,
    },
  });
  return eventId;
}
