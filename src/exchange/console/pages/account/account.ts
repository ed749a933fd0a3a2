import { html, NOTHING } from '../../html/html.ts';
import { callout } from '../../html/parts.ts';
import type { SignedInPage } from '../../request.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { identitiesCard } from './identities.ts';
import { passkeysCard } from './passkeys.ts';
import { sessionsCard } from './sessions.ts';
import { tokensCard } from './tokens.ts';

export function accountPage(deps: SignInDeps): SignedInPage {
  return async (request) => {
    const { user } = request.session;
    return {
      title: 'Account',
      section: 'account',
      body: html`${
        user.emailProven
          ? NOTHING
          : callout(
              'info',
              'Nobody has confirmed that your e-mail address is yours, so others see it as unconfirmed. Invitations reach you by their links only. An operator can confirm it.',
            )
      }${await passkeysCard(deps, request)}${await identitiesCard(deps, request)}${await sessionsCard(request)}${await tokensCard(request)}`,
    };
  };
}
