import type { Reason } from '../../protocol/reasons.ts';
import type { Claims } from '../identity/identity.ts';
import type { Clock } from '../system/clock.ts';
import { networksAround } from '../system/ip-networks.ts';
import { createWindows, sharedEvent } from '../system/windows.ts';
import type { AuditEvent } from './event.ts';
import { evaluationsOf } from './seen-by.ts';

const WINDOW_MS = 3_600_000;

const KIB = 1024;

/** Who a refusal is charged to, the narrowest first, and what all of theirs may store within an hour. */
interface Charge {
  key: string;
  bytes: number;
}

/** Of each kind; with what they share, a few MB. */
const MAX_KEYS = 20_000;

/**
 * Bytes of the database for an event beside its texts: ids, times, and rows of indexes; and for each
 * project or organization whose admins may read it.
 */
const BASE_BYTES = 200;
const SCOPE_BYTES = 600;

/** What tells of a refusal: the id of its own event, or of one that tells of several. */
interface Charged {
  reference: string;
  /** ISO 8601: until when an event that is to be stored tells of others as well; null: of its own alone. */
  sharedUntil: string | null;
}

export type ChargeEvent = (event: AuditEvent) => Charged;

/**
 * What refusals may store, by the hour. Whoever has used up their share goes on being refused with a
 * reason, but all that are refused for the same one, by the same organization, share an event. A year of nothing but floods of
 * strangers stays below 10 GB (docs/self-hosting.md): half of it for requests that prove nothing, half for
 * tokens of repositories that nobody trusts. Jobs and tokens of tenants are charged to themselves, so that
 * no flood of others hides what happens to them.
 *
 * Counted in this process: every replica has budgets of its own.
 */
export function createEventBudget(clock: Clock): ChargeEvent {
  const windows = { length: WINDOW_MS, max: MAX_KEYS, clock };
  const windowsOf = {
    nobody: createWindows(windows),
    stranger: createWindows(windows),
    job: createWindows(windows),
    holder: createWindows(windows),
  };
  return (event) => {
    const { kind, charges } = chargesOf(event);
    const charged = charges.map(({ key, bytes }) => ({ window: windowsOf[kind](key), bytes }));
    const size = storedBytes(event);
    const pay = () => {
      for (const { window } of charged) window.used += size;
    };
    const spent = charged.findLast(({ window, bytes }) => window.used >= bytes)?.window;
    if (!spent) {
      pay();
      return { reference: event.id, sharedUntil: null };
    }
    const reference = sharedEvent(spent, sharedKind(event), () => event.id);
    if (reference === event.id) pay();
    return { reference, sharedUntil: new Date(spent.endsAt).toISOString() };
  };
}

/**
 * Of the first organization that may read it, or the reference of a job that asked for one tenant's project
 * could lead to an event that only another tenant may read.
 */
function sharedKind({ action, reason, scopes }: AuditEvent): string {
  return `${action} ${reason} ${scopes[0]?.organizationId ?? ''}`;
}

type Kind = 'nobody' | 'stranger' | 'job' | 'holder';

function chargesOf(event: AuditEvent): { kind: Kind; charges: Charge[] } {
  if (event.claims) return chargesOfJob(event.issuer ?? '', event.claims, isStranger(event));
  if (event.actor) return chargesOfHolder(event.actor, event.scopes);
  const { customer, site } = networksAround(event.clientAddress ?? '');
  return {
    kind: 'nobody',
    charges: [
      { key: `customer ${customer}`, bytes: 64 * KIB },
      { key: `site ${site}`, bytes: 128 * KIB },
      { key: 'all', bytes: 512 * KIB },
    ],
  };
}

/** What a job may hear whose repository no trust relationship names. */
const STRANGERS: readonly (Reason | null)[] = [
  'no_trust_relationship',
  'project_required',
  'rate_limited',
];

/** Anybody in the world can show the ID token of a repository of theirs. */
function isStranger(event: AuditEvent): boolean {
  return STRANGERS.includes(event.reason) && !evaluationsOf(event)?.length;
}

function chargesOfJob(issuer: string, claims: Claims, stranger: boolean) {
  const repository = `repository ${issuer} ${claims.repository_id}`;
  const owner = `owner ${issuer} ${claims.repository_owner_id}`;
  if (!stranger)
    return {
      kind: 'job' as const,
      charges: [
        { key: repository, bytes: 256 * KIB },
        { key: owner, bytes: 1024 * KIB },
      ],
    };
  return {
    kind: 'stranger' as const,
    charges: [
      { key: repository, bytes: 64 * KIB },
      { key: owner, bytes: 128 * KIB },
      { key: 'all', bytes: 512 * KIB },
    ],
  };
}

/** The scopes of what a token was refused are its own organizations. */
function chargesOfHolder(actor: string, scopes: AuditEvent['scopes']) {
  const organizations = new Set(scopes.map(({ organizationId }) => organizationId));
  return {
    kind: 'holder' as const,
    charges: [
      { key: `actor ${actor}`, bytes: 256 * KIB },
      ...[...organizations].map((id) => ({ key: `organization ${id}`, bytes: 1024 * KIB })),
    ],
  };
}

/** About as much as the database grows by. */
export function storedBytes(event: AuditEvent): number {
  return BASE_BYTES + SCOPE_BYTES * event.scopes.length + Buffer.byteLength(JSON.stringify(event));
}
