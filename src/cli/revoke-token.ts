import type { Store } from '../exchange/stores/port.ts';
import { epochSeconds } from '../exchange/system/clock.ts';
import { hashPrefix, hashSecret, parseSecret } from '../exchange/tokens/secret.ts';
import type { StoredToken } from '../exchange/tokens/token-store.ts';
import type { TokenKind } from '../protocol/token-kinds.ts';
import { CommandFailure } from './failure.ts';
import { operatorEvent } from './operator.ts';
import type { Terminal } from './terminal.ts';

/** By its id; undefined if there is none of any kind. */
export async function findById(store: Store, id: string): Promise<StoredToken | undefined> {
  const kinds: readonly TokenKind[] = ['user', 'project', 'build'];
  for (const kind of kinds) {
    const token = await store.findTokenById(kind, id);
    if (token) return token;
  }
  return undefined;
}

/** By the token itself. What was typed is never repeated: it may be another secret. */
export async function findBySecret(store: Store, text: string): Promise<StoredToken | undefined> {
  const secret = parseSecret(text);
  if (!secret)
    throw new CommandFailure([
      'standard input holds no token of ours: dpu_, dpp_ or dpb_ and 36 letters and digits, whole; check what was piped',
    ]);
  return await store.findToken(secret.kind, hashSecret(secret));
}

/** False if it was revoked before. */
export async function revokeToken(
  store: Store,
  token: StoredToken,
  terminal: Terminal,
): Promise<boolean> {
  const at = epochSeconds(terminal.clock);
  const { kind, id, hash } = token;
  const event = operatorEvent(terminal, `${kind}_token.revoke`, {
    ...aboutToken(token),
    decision: 'revoked',
    tokenHashPrefix: hashPrefix(hash),
    detail: { before: { id, revokedAt: null }, after: { id, revokedAt: at } },
  });
  return await store.revokeToken(kind, hash, at, event);
}

/** A user's own token is no business of any one organization. */
function aboutToken(token: StoredToken) {
  if (token.kind === 'user') return {};
  const grants = token.kind === 'build' ? token.grants : [{ ...token, relationshipId: null }];
  const scopes = grants.map(({ organizationId, projectId, project, relationshipId }) => ({
    organizationId,
    projectId,
    project,
    relationships: relationshipId ? [relationshipId] : [],
  }));
  return {
    scopes,
    projects: scopes.map(({ project }) => project),
    relationships: scopes.flatMap(({ relationships }) => relationships),
  };
}
