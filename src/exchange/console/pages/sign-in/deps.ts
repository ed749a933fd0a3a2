import type { InvitationLinks } from '../../../flows/sign-in/accept-invitation.ts';
import type { FirstOperator } from '../../../flows/sign-in/first-operator.ts';
import type { RegisterPasskey } from '../../../flows/sign-in/register-passkey.ts';
import type { Sessions } from '../../../flows/sign-in/sessions.ts';
import type { SignInWithOidc } from '../../../flows/sign-in/with-oidc.ts';
import type { SignInWithPasskey } from '../../../flows/sign-in/with-passkey.ts';
import type { SignInWithToken } from '../../../flows/sign-in/with-token.ts';
import type { Log } from '../../../system/log.ts';
import type { Cookies } from '../../cookies.ts';

/** What the pages that let somebody in are made of. */
export interface SignInDeps {
  sessions: Sessions;
  signInWithToken: SignInWithToken;
  /** Null: no provider is configured. */
  signInWithOidc: SignInWithOidc | null;
  /** Null: they don't work at the address of this installation. */
  passkeys: { signIn: SignInWithPasskey; register: RegisterPasskey } | null;
  firstOperator: FirstOperator;
  invitationLinks: InvitationLinks;
  cookies: Cookies;
  log: Log;
  /** DOCKPASS_URL. */
  url: string;
}
