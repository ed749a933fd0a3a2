/** Which user somebody is who has signed in at the OIDC provider. */

import { hasInvisible } from '../../invisible.ts';
import { userFault } from '../../policy/fields.ts';
import type { Visitor } from '../../sessions/session.ts';
import type { ProviderAccount } from '../../sign-in-provider/provider.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { epochSeconds } from '../../system/clock.ts';
import { userName } from '../../tokens/event-fields.ts';
import type { Role } from '../../tokens/roles.ts';
import { shownIdentity } from '../admin/identities.ts';
import { acceptLink, findInvitedByHash, type Invited } from '../admin/invitation-links.ts';
import type { Recorded } from '../admin/operation.ts';
import { shownUser } from '../admin/users.ts';
import { followGroups, rolesOf } from './group-roles.ts';
import { insertIdentity } from './link-identity.ts';
import type { SignInWithOidcDeps } from './oidc-deps.ts';
import { beginSession, type Session } from './sessions.ts';
import { changeEvent } from './sign-in-events.ts';
import { SignInProblem } from './sign-in-problem.ts';

export interface Arrival {
  account: ProviderAccount;
  /** SHA-256 of what is secret of the invitation's link that led here, if one did. */
  invitation: Uint8Array | null;
  visitor: Visitor;
  /** The session that the browser had. */
  before: Session | null;
}

interface Work extends Arrival {
  records: Records;
  now: number;
  /** What `invitation` belongs to. */
  invited: Invited | undefined;
  /** By organization; null: what the groups say is not known. */
  roles: ReadonlyMap<string, Role | null> | null;
}

type Changes = (Pick<Recorded, 'before' | 'after' | 'scopes'> & { action: string })[];

interface Found {
  user: UserRecord;
  changes: Changes;
}

/** What the session's cookie is to hold. Rejects with a SignInProblem. */
export async function letIn(deps: SignInWithOidcDeps, arrival: Arrival): Promise<string> {
  const { store, clock, random, log, settings } = deps;
  const { account, visitor, before } = arrival;
  const roles = account.groups && rolesOf(settings.groups, account.groups);
  const { secret, kept } = await store.change(async (records) => {
    const now = epochSeconds(clock);
    const { invitation } = arrival;
    const invited = invitation ? await findInvitedByHash(records, invitation, now) : undefined;
    const work = { ...arrival, records, now, invited, roles };
    const { user, changes } = (await knownUser(work)) ?? (await newUser(deps, work));
    if (user.disabledAt !== null)
      throw new SignInProblem('Your user is disabled. Ask the operator of this installation.', {
        detail: user.email,
      });
    if (invited) changes.push(...(await accept(work, invited, user)));
    const followed = roles ? await followGroups({ records, now }, user, roles) : NOTHING_FOLLOWED;
    const events = [...changes, ...followed.changes].map((change) =>
      changeEvent(deps, userName(user), visitor.clientAddress, change),
    );
    await records.auditEvents.appendAll(events);
    const secret = await beginSession(
      { records, random, clock },
      user,
      { method: 'oidc' },
      visitor,
      before,
    );
    return { secret, kept: followed.kept };
  });
  for (const reason of kept)
    log.warn({ issuer: account.issuer }, `DOCKPASS_SIGN_IN_GROUPS: ${reason}`);
  return secret;
}

const NOTHING_FOLLOWED = { changes: [], kept: [] };

/** By issuer and subject, and by nothing else: an e-mail address can be given to somebody else. */
async function knownUser({ records, account, now }: Work): Promise<Found | undefined> {
  const identity = await records.identities.findBySubject(account.issuer, account.subject);
  if (!identity) return undefined;
  await records.identities.noteUse(identity.id, now);
  const user = await records.users.find(identity.userId);
  return user && { user, changes: [] };
}

/** Whoever is a member already keeps the link for whom it was meant. */
async function accept(work: Work, invited: Invited, user: UserRecord): Promise<Changes> {
  const { organizationId } = invited.invitation;
  if (await work.records.members.find(organizationId, user.id)) return [];
  const { accepted, also } = await acceptLink(work, invited, user);
  return [{ action: 'user_invitation.accept', ...accepted }, ...also];
}

/** Somebody whom an invitation or their groups let in. */
async function newUser(deps: SignInWithOidcDeps, work: Work): Promise<Found> {
  const { random } = deps;
  const { records, now, account } = work;
  const address = await addressOf(deps, work);
  const user = { id: random.id(), ...address, operator: false, disabledAt: null, createdAt: now };
  await records.users.insert(user);
  const { issuer, subject } = account;
  const linked = { issuer, subject, userId: user.id, lastUsedAt: now };
  const identity = await insertIdentity({ records, random, now }, linked);
  return {
    user,
    changes: [
      { action: 'user.create', before: null, after: shownUser(user) },
      { action: 'identity.create', before: null, after: shownIdentity(identity) },
    ],
  };
}

/** Of a new user. An invitation says only which address whoever invites them thinks is theirs. */
async function addressOf(
  { settings: { name } }: SignInWithOidcDeps,
  { records, account, invited, roles }: Work,
): Promise<Pick<UserRecord, 'email' | 'emailProven'>> {
  const detail = `${account.issuer} ${account.subject}`;
  if (!invited && !(await isLetIn(records, roles)))
    throw new SignInProblem(
      `No user here belongs to your account at ${name}. Ask an admin of your organization for an invitation. If you can sign in another way, do so, and link the account on your Account page.`,
      { detail },
    );
  const { email } = account;
  if (email === null || userFault(email) !== undefined || hasInvisible(email)) {
    if (invited) return { email: invited.invitation.email, emailProven: false };
    throw new SignInProblem(
      `${name} does not say that your e-mail address is verified, so no user can be created for you. Ask an admin of your organization for an invitation.`,
      { detail },
    );
  }
  if (await records.users.findByEmail(email))
    throw new SignInProblem(
      `A user here has the address ${email} already. If that is you, sign in as you did before, and link the account on your Account page.`,
      { detail },
    );
  return { email, emailProven: true };
}

async function isLetIn({ organizations }: Records, roles: Work['roles']): Promise<boolean> {
  for (const [name, role] of roles ?? [])
    if (role !== null && (await organizations.findByName(name))) return true;
  return false;
}
