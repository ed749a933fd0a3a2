import { anybody, type ConsoleRoute } from '../../endpoint.ts';
import { redirect } from '../../request.ts';
import type { SignInDeps } from './deps.ts';
import { oidcRoutes } from './oidc.ts';
import { sendPasskeyOptions } from './passkey.ts';
import { sendSignInPasskey, sendSignInToken, signInPage, signInTokenPage } from './sign-in.ts';

export function signInRoutes(deps: SignInDeps): readonly ConsoleRoute[] {
  const { sessions, cookies } = deps;
  return [
    ['GET', '/sign-in', anybody(signInPage(deps))],
    ...oidcRoutes(deps),
    ['GET', '/sign-in/token', anybody(signInTokenPage)],
    ['POST', '/sign-in/token', anybody(sendSignInToken(deps))],
    ['POST', '/sign-in/passkey', anybody(sendSignInPasskey(deps))],
    ['POST', '/sign-in/passkey/options', anybody(sendPasskeyOptions(deps))],
    [
      'POST',
      '/sign-out',
      anybody(async ({ session }) => {
        if (session) await sessions.end(session);
        const gone = cookies.write('session', '', 0);
        return { ...redirect('/sign-in', 'signed-out'), cookies: [gone] };
      }),
    ],
  ];
}
