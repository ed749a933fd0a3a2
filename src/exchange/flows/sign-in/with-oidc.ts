/** Signing in with an account at the OIDC provider of the configuration. */

import { z } from 'zod';
import { hashOfSecret, secretText, type Visitor } from '../../sessions/session.ts';
import { ProviderFailure } from '../../sign-in-provider/failure.ts';
import { epochSeconds } from '../../system/clock.ts';
import { Problem } from '../admin/problem.ts';
import { createLinkIdentity, type IdentityToLink, type LinkIdentity } from './link-identity.ts';
import type { SignInWithOidcDeps } from './oidc-deps.ts';
import { letIn } from './oidc-user.ts';
import type { Session } from './sessions.ts';
import { recordRefusedSignIn } from './sign-in-events.ts';
import { SignInProblem } from './sign-in-problem.ts';

/** Seconds that somebody has to sign in at the provider. */
export const OIDC_SIGN_IN_LASTS = 600;

export interface SignInWithOidc extends LinkIdentity {
  /** What people call the provider. */
  name: string;
  issuer: string;
  /**
   * Where to send the browser, and the secret that binds the answer to it, for a cookie. Rejects with a
   * SignInProblem.
   */
  begin(wanted: Wanted, visitor: Visitor): Promise<{ url: URL; secret: string }>;
  /**
   * `secret`: of the cookie. `response`: the query that the browser came back with. `session`: of whoever is
   * signed in meanwhile. Rejects with a SignInProblem.
   */
  finish(
    secret: string | undefined,
    response: URLSearchParams,
    visitor: Visitor,
    session: Session | null,
  ): Promise<Finished>;
}

/** What is to happen once the provider has said who it is. */
interface Wanted {
  /** The page to go on to: a path of our own. */
  to: string;
  /** Of the link of an invitation that is to be accepted. */
  invitation: string | null;
  /** Whoever is signed in so adds the account to their user, instead of signing in. */
  link: Session | null;
}

/** `secret`: for the session's cookie. */
type Finished = { signedIn: { secret: string; to: string } } | { toLink: IdentityToLink };

/** What is kept while somebody signs in at the provider. */
const asked = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  /** Its hash, in base64url. */
  invitation: z.string().nullable(),
  /** Of the session in which an account is to be linked. */
  sessionId: z.string().nullable(),
});

export function createSignInWithOidc(deps: SignInWithOidcDeps): SignInWithOidc {
  const { store, clock, random, provider, settings, limits } = deps;
  const linking = createLinkIdentity(deps);

  async function begin({ to, invitation, link }: Wanted, { clientAddress }: Visitor) {
    limits.requireRoom(clientAddress);
    if (link) await linking.requireLinkable(link);
    limits.takeCeremony(clientAddress);
    const request = {
      state: secretText(random),
      nonce: secretText(random),
      verifier: secretText(random),
    };
    const url = await provider.begin(request).catch((error) => explain(deps, error));
    const secret = secretText(random);
    const data: z.input<typeof asked> = {
      ...request,
      to,
      invitation: invitation && Buffer.from(hashOfSecret(invitation)).toString('base64url'),
      sessionId: link?.record.id ?? null,
    };
    const expiresAt = epochSeconds(clock) + OIDC_SIGN_IN_LASTS;
    const hash = hashOfSecret(secret);
    await store.change(({ ceremonies }) =>
      ceremonies.insert({ hash, kind: 'oidc', data, expiresAt }),
    );
    return { url, secret };
  }

  /** Once: an answer that comes back twice, or to another browser, belongs to nothing. */
  async function take(secret: string | undefined) {
    const now = epochSeconds(clock);
    const taken =
      secret === undefined
        ? undefined
        : await store.change(({ ceremonies }) =>
            ceremonies.take('oidc', hashOfSecret(secret), now),
          );
    if (!taken)
      throw new SignInProblem(
        'This sign-in was started in another browser, has been used already, or took longer than 10 minutes. Start again.',
      );
    return asked.parse(taken.data);
  }

  return {
    ...linking,
    name: settings.name,
    issuer: settings.issuer,
    begin,
    async finish(secret, response, visitor, session) {
      limits.requireRoom(visitor.clientAddress);
      try {
        const { to, invitation, sessionId, ...request } = await take(secret);
        const account = await provider
          .finish(response, request)
          .catch((error) => explain(deps, error));
        if (sessionId !== null)
          return { toLink: await linking.prepare(account, sessionId, session) };
        const hash = invitation === null ? null : Buffer.from(invitation, 'base64url');
        const arrival = { account, invitation: hash, visitor, before: session };
        const begun = await letIn(deps, arrival);
        return { signedIn: { secret: begun, to } };
      } catch (error) {
        if (error instanceof Problem) {
          limits.countFailure(visitor.clientAddress);
          const cause = error instanceof SignInProblem ? error.detail : null;
          await recordRefusedSignIn(deps, visitor, {
            method: 'oidc',
            message: error.message,
            cause,
          });
        }
        throw error;
      }
    },
  };
}

/** The log and the audit event have the rest. */
function explain({ log, settings }: SignInWithOidcDeps, error: unknown): never {
  if (!(error instanceof ProviderFailure)) throw error;
  const { kind, message: detail } = error;
  const { name, issuer } = settings;
  if (kind !== 'denied') log.warn({ issuer, cause: detail }, `OIDC provider: ${kind}`);
  const messages = {
    unavailable: `${name} is unavailable right now. Try again in a minute, or sign in another way.`,
    denied: `You did not sign in with ${name}. Start again if you want to.`,
    refused: `${name} sent an answer that can’t be accepted. Start again; if it happens again, tell the operator when it happened.`,
  };
  throw new SignInProblem(messages[kind], { detail, isOutage: kind === 'unavailable' });
}
