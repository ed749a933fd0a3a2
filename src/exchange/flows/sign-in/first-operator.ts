/** How somebody becomes the first operator of an installation that has none. */

import { z } from 'zod';
import type { AuditDeps } from '../../audit/audited.ts';
import { hashOfSecret, secretText, type Visitor } from '../../sessions/session.ts';
import type { RecordStore, Records } from '../../stores/ports/records.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { epochSeconds } from '../../system/clock.ts';
import type { Log } from '../../system/log.ts';
import { userName } from '../../tokens/event-fields.ts';
import { email } from '../admin/fields.ts';
import { parseInput } from '../admin/parse-input.ts';
import { notFound, Problem } from '../admin/problem.ts';
import { addUser, switchUser } from '../admin/users.ts';
import { beginSession, type Session } from './sessions.ts';
import { changeEvent } from './sign-in-events.ts';

/** Seconds for which the link can be opened. */
const LASTS = 60 * 60;

interface FirstOperatorDeps extends Omit<AuditDeps, 'store'> {
  store: RecordStore;
  /** DOCKPASS_URL. */
  url: string;
}

/**
 * Tells whoever reads the log of a new installation how to become its operator, or how one comes back where
 * all are disabled; otherwise nothing. Each start and each replica has a new link: the one before ends.
 */
export async function offerFirstOperator({
  store,
  clock,
  random,
  log,
  url,
}: FirstOperatorDeps): Promise<void> {
  // Most starts write nothing.
  const operators = await store.read(({ users }) => whoOperates(users));
  if (operators !== 'none') return advise(log, operators);
  const secret = secretText(random);
  const found = await store.change(async ({ users, oneTimeLinks }) => {
    const operators = await whoOperates(users);
    if (operators !== 'none') return operators;
    const now = epochSeconds(clock);
    await oneTimeLinks.replace({
      id: random.id(),
      kind: 'first_operator',
      hash: hashOfSecret(secret),
      invitationId: null,
      createdAt: now,
      expiresAt: now + LASTS,
    });
    return 'none';
  });
  if (found !== 'none') return advise(log, found);
  log.info(
    { link: `${url}/setup/${secret}` },
    'there is no operator yet; open this link within an hour to become the first one, or run: dockpass user create you@example.com --operator --token',
  );
}

/** `some` of them can sign in; if all are disabled, the first of them. */
async function whoOperates(users: Records['users']): Promise<'some' | 'none' | UserRecord> {
  if ((await users.countOperators()) > 0) return 'some';
  return (await users.findDisabledOperator()) ?? 'none';
}

function advise(log: Log, operators: 'some' | UserRecord): void {
  if (operators === 'some') return;
  const { email } = operators;
  log.info({}, `every operator is disabled; let one in again: dockpass user enable ${email}`);
}

export interface FirstOperator {
  /** Whether the installation has no user yet. */
  isAwaited(): Promise<boolean>;
  /** Rejects with a Problem, if the link is good for nothing any more. */
  requireOpen(secret: string): Promise<void>;
  /** What the session's cookie is to hold. Rejects with a Problem. */
  become(
    secret: string,
    sent: { email: string },
    visitor: Visitor,
    before: Session | null,
  ): Promise<string>;
}

const body = z.strictObject({ email });

export function createFirstOperator(deps: FirstOperatorDeps): FirstOperator {
  const { store, clock, random } = deps;
  const requireOpen = async (secret: string) => {
    await store.read((records) => openLink(records, secret, epochSeconds(clock)));
  };
  return {
    async isAwaited() {
      const found = await store.read(({ users }) => users.list({ after: null, limit: 1 }));
      return found.length === 0;
    },
    requireOpen,
    async become(secret, sent, visitor, before) {
      const { email } = parseInput({ query: null, body }, sent) as z.output<typeof body>;
      await requireOpen(secret);
      return await store.change(async (records) => {
        const now = epochSeconds(clock);
        const link = await openLink(records, secret, now);
        await records.oneTimeLinks.noteUse(link.id, now);
        const { user, change } = await operatorOf(deps, records, email, now);
        await records.auditEvents.appendAll([
          changeEvent(deps, userName(user), visitor.clientAddress, change),
        ]);
        const begun = { method: 'link' } as const;
        return await beginSession({ records, random, clock }, user, begun, visitor, before);
      });
    },
  };
}

async function openLink({ oneTimeLinks, users }: Records, secret: string, now: number) {
  const link = await oneTimeLinks.findByHash('first_operator', hashOfSecret(secret));
  if (!link) throw notFound();
  if ((await whoOperates(users)) !== 'none' || link.usedAt !== null)
    throw new Problem(
      'gone',
      'This link was used: the installation has an operator. Sign in, or ask the operator for an invitation.',
    );
  if (link.expiresAt <= now)
    throw new Problem(
      'gone',
      'This link has expired, or a newer one has taken its place. Look for a newer one in the log of dockpass serve; each start prints one.',
    );
  return link;
}

/** Whoever is a user already, such as by a policy file, becomes an operator. */
async function operatorOf(
  { random }: FirstOperatorDeps,
  records: Records,
  email: string,
  now: number,
): Promise<{ user: UserRecord; change: { action: string; before: object | null; after: object } }> {
  const known = await records.users.findByEmail(email);
  if (known?.disabledAt)
    throw new Problem('conflict', `The user ${email} is disabled; use another address.`);
  if (!known) {
    const { created, change } = await addUser({ records, random, now }, { email, operator: true });
    return { user: created, change: { action: 'user.create', ...change } };
  }
  const change = await switchUser({ records, now }, known, { operator: true });
  return { user: { ...known, operator: true }, change: { action: 'user.update', ...change } };
}
