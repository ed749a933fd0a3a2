import type { Sessions } from '../../../flows/sign-in/sessions.ts';
import type { SignInWithOidc } from '../../../flows/sign-in/with-oidc.ts';
import type { SignInWithToken } from '../../../flows/sign-in/with-token.ts';
import type { Cookies } from '../../cookies.ts';

/** What the pages that let somebody in are made of. */
export interface SignInDeps {
  sessions: Sessions;
  signInWithToken: SignInWithToken;
  /** Null: no provider is configured. */
  signInWithOidc: SignInWithOidc | null;
  cookies: Cookies;
}
