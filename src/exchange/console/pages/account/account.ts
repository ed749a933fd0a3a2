import { listIdentities } from '../../../flows/admin/identities.ts';
import { listPasskeys } from '../../../flows/admin/passkeys.ts';
import { listUserTokens } from '../../../flows/admin/user-tokens.ts';
import { html, NOTHING } from '../../html/html.ts';
import { callout } from '../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../request.ts';
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
        (await isLastSession(request)) &&
        callout(
          'warning',
          `You can’t sign in again after you sign out. ${deps.passkeys === null ? 'Create a user access token' : 'Add a passkey'} first.`,
        )
      }${
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

/** Whether they came by a link, and have nothing else to sign in with. */
async function isLastSession({ call, now }: SignedInRequest): Promise<boolean> {
  const passkeys = await call(listPasskeys, {}, { limit: 1 });
  if (passkeys.items.length > 0) return false;
  const identities = await call(listIdentities, {}, { limit: 1 });
  if (identities.items.length > 0) return false;
  const { items: tokens } = await call(listUserTokens, {}, { limit: 100 });
  return !tokens.some(
    ({ revoked_at, expires_at }) =>
      revoked_at === null && (expires_at === null || Date.parse(expires_at) / 1000 > now),
  );
}
