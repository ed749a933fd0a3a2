import type { Operation } from '../flows/admin/operation.ts';
import type { Ids } from '../flows/admin/target.ts';
import type { Session } from '../flows/sign-in/sessions.ts';
import type { ApiContext } from '../http/answer.ts';
import type { Form } from '../http/request.ts';
import type { Visitor } from '../sessions/session.ts';
import type { View } from './html/layout.ts';

/** What a page is asked. */
export interface PageRequest {
  /** Decoded parts of the path. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** What was sent; empty unless with POST. */
  form: Form;
  /** Path and query, to come back to. */
  address: string;
  visitor: Visitor;
  /** Who is signed in. */
  session: Session | null;
  /** Goes into every form. */
  formKey: string;
  /** Seconds since the epoch. */
  now: number;
  /** DOCKPASS_URL. */
  url: string;
  /** For what is no page: streams. */
  context: ApiContext;
}

/** The same of somebody who is signed in. */
export interface SignedInRequest extends PageRequest {
  session: Session;
  /** For a form that must not be carried out twice: a second time it is answered as the first, without its secret. */
  newOnce(): string;
  /** Carries out an operation in their name; rejects with a Problem or a Refusal. `once`: see `newOnce`. */
  call<Input, Answer extends object | null>(
    operation: Operation<Input, Answer>,
    ids: Ids,
    input: NoInfer<Input>,
    once?: string | null,
  ): Promise<Answer>;
}

/** Cookies beside what is answered: each a line as `Set-Cookie` has it. */
interface Answered {
  cookies?: readonly string[];
}

export type PageAnswer = Response | (View & Answered) | (Answered & { redirect: string });

export type Page = (request: PageRequest) => Promise<PageAnswer>;
export type SignedInPage = (request: SignedInRequest) => Promise<PageAnswer>;

/** After a change (post/redirect/get). `notice`: what the next page says has been done. */
export function redirect(path: string, notice?: Notice): { redirect: string } {
  if (notice === undefined) return { redirect: path };
  const [way = '', fragment] = path.split('#');
  const joined = `${way}${way.includes('?') ? '&' : '?'}notice=${notice}`;
  return { redirect: fragment === undefined ? joined : `${joined}#${fragment}` };
}

/** Only these are ever shown: an address that somebody else wrote can't put words into our mouth. */
export const NOTICES = {
  'signed-out': 'You are signed out.',
  joined: 'You are a member now.',
  declined: 'Invitation declined. The organization is not told.',
  'passkey-added': 'Passkey added. You can sign in with it from now on.',
  'passkey-renamed': 'Passkey renamed.',
  'passkey-removed': 'Passkey removed. Nobody can sign in with it any more.',
  'session-ended': 'Session ended.',
  'sessions-ended': 'All other sessions ended.',
  'user-created': 'User created.',
  'user-saved': 'User saved.',
  'user-deleted': 'User deleted. Their tokens no longer work.',
  'issuer-created': 'Issuer registered.',
  'issuer-saved': 'Issuer saved.',
  'issuer-deleted': 'Issuer deleted.',
  'registry-created': 'Registry created.',
  'registry-saved': 'Registry saved.',
  'registry-deleted': 'Registry deleted.',
  'builder-saved': 'Builder saved.',
  'builder-deleted': 'Builder deleted.',
  'authority-created': 'Builder authority created.',
  'authority-deleted': 'Builder authority deleted.',
  'project-created': 'Project created.',
  'project-deleted': 'Project deleted. Its tokens no longer work; its audit events remain.',
  'project-renamed': 'Project renamed. Workflows that name it must be changed, too.',
  'organization-created': 'Organization created.',
  'organization-renamed': 'Organization renamed. Workflows that name it must be changed, too.',
  'organization-deleted': 'Organization deleted. Its audit events remain.',
  'organization-left': 'You left the organization.',
  'member-removed': 'Member removed.',
  'role-changed': 'Role changed.',
  'invitation-withdrawn': 'Invitation withdrawn. Its link no longer works.',
  revoked: 'Revoked. What was issued no longer works.',
  'token-renamed': 'Token renamed.',
  'oidc-only-on':
    'OIDC only is on. Project tokens and user access tokens no longer open the project.',
  'oidc-only-off': 'OIDC only is off. Static tokens open the project again.',
  'device-approved': 'Approved. The command line is signed in as you.',
  'device-denied': 'Denied. The command line gets nothing.',
  'identity-linked': 'Account linked. It signs you in from now on.',
  'identity-unlinked': 'Account unlinked. It no longer signs you in.',
  'run-revoked': 'Run revoked. Its build tokens no longer work, and it gets no new ones.',
  'trust-created': 'Trust relationship saved. Now use it in a workflow.',
  'trust-saved': 'Trust relationship saved.',
  'trust-deleted': 'Trust relationship deleted. The build tokens that it granted no longer work.',
  'trust-revoked': 'Build tokens revoked. Jobs get new ones as long as they are admitted.',
  'token-revoked': 'Token revoked. It no longer works.',
} as const;

export type Notice = keyof typeof NOTICES;

export function isNotice(text: string): text is Notice {
  return Object.hasOwn(NOTICES, text);
}

/** Only paths of our own: an address in a link must not send people elsewhere after they signed in. */
export function ownPath(wanted: string | null, otherwise = '/projects'): string {
  if (wanted === null || wanted.length > MAX_PATH || !URL.canParse(wanted, OWN)) return otherwise;
  const { origin, pathname, search, hash } = new URL(wanted, OWN);
  // `/.//host` is a path here, and as an address of its own another site's.
  const isOwn = origin === OWN && !pathname.startsWith('//');
  return isOwn && pathname !== '/sign-in' ? pathname + search + hash : otherwise;
}

const OWN = 'https://own.invalid';

/** Characters: it is kept for strangers until they are back from their provider. */
const MAX_PATH = 2000;
