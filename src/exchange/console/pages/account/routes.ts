import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { accountPage } from './account.ts';
import { identityRoutes } from './identities.ts';
import { passkeyRoutes } from './passkeys.ts';
import { sessionRoutes } from './sessions.ts';
import { tokenRoutes } from './tokens.ts';

export function accountRoutes(deps: SignInDeps): readonly ConsoleRoute[] {
  return [
    ['GET', '/account', signedIn(accountPage(deps))],
    ...tokenRoutes(),
    ...passkeyRoutes(deps),
    ...identityRoutes(),
    ...sessionRoutes(),
  ];
}
