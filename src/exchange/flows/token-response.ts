import { commonPermissions, type Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { TOKEN_TYPE, type TokenResponse } from '../../protocol/token-exchange.ts';
import type { BuildToken } from '../tokens/build-token.ts';

interface Granted {
  project: ProjectPath;
  permissions: readonly Permission[];
}

/** RFC 8693 section 2.2.1. `reference` is the id of the audit event. */
export function tokenResponse(
  { secret, lifetime }: BuildToken,
  grants: readonly Granted[],
  reference: string,
): TokenResponse {
  const scope = commonPermissions(grants.map(({ permissions }) => permissions)).join(' ');
  return {
    access_token: secret.text,
    issued_token_type: TOKEN_TYPE.accessToken,
    token_type: 'Bearer',
    expires_in: lifetime,
    ...(scope && { scope }),
    projects: grants.map(({ project }) => project),
    grants: grants.map(({ project, permissions }) => ({ project, permissions: [...permissions] })),
    reference,
  };
}
