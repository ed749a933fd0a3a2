import { Problem } from '../../../flows/admin/problem.ts';
import { CEREMONY_LASTS } from '../../../flows/sign-in/passkey-ceremonies.ts';
import { Refusal } from '../../../refusal.ts';
import { SECURITY_HEADERS } from '../../headers.ts';
import { type Html, html } from '../../html/html.ts';
import { noPasskeysHere, passkeyForm } from '../../html/passkey-form.ts';
import type { Page, PageRequest } from '../../request.ts';
import { failureView } from '../failure.ts';
import type { SignInDeps } from './deps.ts';

/** The first thing on the page to sign in. `to`: where to go on afterwards. */
export function signInWithPasskeyForm(
  { passkeys, url }: Pick<SignInDeps, 'passkeys' | 'url'>,
  { formKey }: Pick<PageRequest, 'formKey'>,
  { to, problem = null, instead }: { to: string; problem?: Problem | null; instead?: Html },
): Html {
  if (passkeys === null) return html`${noPasskeysHere(url)}${instead}`;
  return passkeyForm({
    kind: 'get',
    action: '/sign-in/passkey',
    options: '/sign-in/passkey/options',
    formKey,
    problem,
    fields: html`<input type="hidden" name="to" value="${to}">`,
    submit: 'Sign in with a passkey',
    instead,
  });
}

export function sendPasskeyOptions(deps: SignInDeps): Page {
  return ({ visitor }) => ceremony(deps, async ({ signIn }) => await signIn.begin(visitor));
}

/** What the authenticator is asked, for the page's script; the browser keeps the secret of it. */
export async function ceremony(
  { passkeys, cookies, log }: SignInDeps,
  begin: (
    passkeys: NonNullable<SignInDeps['passkeys']>,
  ) => Promise<{ secret: string; options: object }>,
): Promise<Response> {
  try {
    const { secret, options } = await begin(requirePasskeys(passkeys));
    const cookie = cookies.write('ceremony', secret, CEREMONY_LASTS);
    return json(200, { options }, { 'set-cookie': cookie });
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Refusal)) throw error;
    const { status } = failureView(error, log);
    return json(status ?? 500, { message: error.message });
  }
}

export function requirePasskeys(
  passkeys: SignInDeps['passkeys'],
): NonNullable<SignInDeps['passkeys']> {
  if (passkeys !== null) return passkeys;
  throw new Problem('conflict', 'Passkeys don’t work at an IP address; use another way.');
}

function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...headers,
    },
  });
}
