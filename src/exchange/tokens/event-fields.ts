import type { ProjectPath } from '../../protocol/projects.ts';
import type { DraftEvent } from '../audit/audited.ts';
import type { AuditEvent, AuditScope } from '../audit/event.ts';
import type { StoredToken, TokenStore } from './token-store.ts';

type Fields = Pick<AuditEvent, 'projects' | 'relationships' | 'scopes' | 'detail'>;

/** What an event says of the token that it is about; who may read it follows from what it opens. */
export function tokenEventFields(token: StoredToken): Fields {
  const { kind, id } = token;
  const detail = { kind, id };
  switch (token.kind) {
    case 'build':
      return {
        projects: token.grants.map(({ project }) => project),
        relationships: token.grants.flatMap(({ relationshipId }) => relationshipId ?? []),
        scopes: token.grants.map(projectScope),
        detail,
      };
    case 'project':
      return {
        projects: [token.project],
        relationships: [],
        scopes: [projectScope(token)],
        detail,
      };
    case 'user':
      return {
        projects: [],
        relationships: [],
        scopes: token.memberships.map(({ organizationId }) => ({
          organizationId,
          projectId: null,
        })),
        detail,
      };
  }
}

/**
 * What the event of a refusal says of a token that was shown. It belongs to the token's own
 * organizations: to those among them whose projects were asked for, or else to all of them. Anybody else
 * would learn who holds the token, from where they asked and what it covers, only because a project of
 * theirs was named. `asked` is null if no project was named.
 */
export async function refusedTokenFields(
  store: Pick<TokenStore, 'findProjects'>,
  token: StoredToken,
  asked: readonly ProjectPath[] | null,
): Promise<Pick<DraftEvent, 'actor' | 'projects' | 'scopes' | 'token'>> {
  const own = tokenEventFields(token);
  const organizations = [...new Set(own.scopes.map(({ organizationId }) => organizationId))];
  const found = asked ? (await store.findProjects(organizations, asked)).map(projectScope) : [];
  const isConcerned = ({ organizationId }: AuditScope) =>
    found.length === 0 || found.some((scope) => scope.organizationId === organizationId);
  const isFound = ({ projectId }: AuditScope) =>
    found.some((scope) => scope.projectId === projectId);
  return {
    actor: holderName(token),
    projects: asked ?? own.projects,
    scopes: [...found, ...own.scopes.filter((scope) => isConcerned(scope) && !isFound(scope))],
    token: {
      kind: token.kind,
      id: token.id,
      elsewhere: own.scopes.some((scope) => !isConcerned(scope)),
    },
  };
}

/** As audit events show who did something: the user's e-mail address, or the token's kind and id. */
export function holderName(token: StoredToken): string {
  return token.kind === 'user' ? userName(token.user) : `${token.kind} token ${token.id}`;
}

/** Somebody who only claims an address must not pass for whoever has it. */
export function userName({ email, emailProven }: { email: string; emailProven: boolean }): string {
  return emailProven ? email : `${email} (unconfirmed)`;
}

/** Admins of the organization may read what concerns one of its projects. */
export function projectScope({
  organizationId,
  projectId,
  project,
  relationshipId,
}: {
  organizationId: string;
  projectId: string;
  project: ProjectPath;
  relationshipId?: string | null;
}): AuditScope {
  const scope = { organizationId, projectId, project };
  return relationshipId ? { ...scope, relationships: [relationshipId] } : scope;
}
