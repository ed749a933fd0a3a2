import type { ProjectRecord } from '../exchange/stores/ports/projects.ts';
import type { Records } from '../exchange/stores/ports/records.ts';
import type { UserRecord } from '../exchange/stores/ports/users.ts';
import { epochSeconds } from '../exchange/system/clock.ts';
import { generateSecret, hashPrefix, hashSecret } from '../exchange/tokens/secret.ts';
import type { Permission } from '../protocol/permissions.ts';
import { CommandFailure } from './failure.ts';
import { aboutProject, OPERATOR, operatorEvent } from './operator.ts';
import type { Terminal } from './terminal.ts';

export interface WantedToken {
  description: string;
  /** Seconds since the epoch; null: never. */
  expiresAt: number | null;
}

/** The text of a new user access token, which is stored nowhere. */
export async function createUserToken(
  { userTokens, auditEvents }: Records,
  user: UserRecord,
  { description, expiresAt }: WantedToken,
  terminal: Terminal,
): Promise<string> {
  if (user.disabledAt !== null)
    throw new CommandFailure([
      `${user.email} is disabled, so that the token would open nothing; first run dockpass user enable ${user.email}`,
    ]);
  const { text, hash, ...token } = mint('user', terminal);
  const shown = { id: token.id, user: user.email, description, expiresAt };
  await userTokens.insert({ ...token, hash, userId: user.id, description, expiresAt });
  await auditEvents.append(
    operatorEvent(terminal, 'user_token.create', {
      tokenHashPrefix: hashPrefix(hash),
      detail: { before: null, after: shown },
    }),
  );
  return text;
}

/** The text of a new project token, which is stored nowhere. */
export async function createProjectToken(
  { projectTokens, auditEvents }: Records,
  project: ProjectRecord,
  {
    description,
    expiresAt,
    permissions,
  }: WantedToken & {
    permissions: readonly Permission[];
  },
  terminal: Terminal,
): Promise<string> {
  if (project.oidcOnly)
    throw new CommandFailure([
      `project ${project.organization}/${project.name} is oidc_only and refuses such tokens; write oidc_only: false for dockpass apply if it should take them`,
    ]);
  const { text, hash, ...token } = mint('project', terminal);
  const kept = { ...token, description, expiresAt, permissions, createdBy: OPERATOR };
  await projectTokens.insert({ ...kept, hash, projectId: project.id });
  await auditEvents.append(
    operatorEvent(terminal, 'project_token.create', {
      ...aboutProject(project),
      permissions,
      tokenHashPrefix: hashPrefix(hash),
      detail: { before: null, after: { id: token.id, description, permissions, expiresAt } },
    }),
  );
  return text;
}

function mint(kind: 'user' | 'project', { clock, random }: Terminal) {
  const secret = generateSecret(kind, random);
  return {
    text: secret.text,
    hash: hashSecret(secret),
    id: random.id(),
    createdAt: epochSeconds(clock),
    revokedAt: null,
    lastUsedAt: null,
  };
}
