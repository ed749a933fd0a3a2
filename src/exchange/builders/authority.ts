import { draftEvent } from '../audit/audited.ts';
import { type Making, makeAuthority } from '../certificates/authority.ts';
import { type Clock, epochSeconds, formatTime } from '../system/clock.ts';
import type { Random } from '../system/random.ts';
import type {
  AuthorityRecords,
  AuthorityStore,
  BuilderAuthorityRecord,
  BuilderAuthorityRecords,
} from './builder-store.ts';

/** Builders are told of a new authority by hand, so it lasts. Seconds. */
export const BUILDER_AUTHORITY_LIFE = 10 * 365 * 86_400;

/** Two while one takes the place of the other; the bundle of a builder must not grow without end. */
export const MAX_BUILDER_AUTHORITIES = 5;

/** A key that the builder of one project is told to trust; it signs its clients' certificates. */
export async function makeBuilderAuthority(
  projectId: string,
  making: Making,
): Promise<BuilderAuthorityRecord> {
  // Verifiers and people tell them apart by name; at most 64 characters (RFC 5280 appendix A.1).
  const name = (keyId: string) => `Dockpass builder ${projectId} ${keyId.slice(0, 8)}`;
  return { projectId, ...(await makeAuthority({ name, life: BUILDER_AUTHORITY_LIFE }, making)) };
}

/** Of a project's authorities, the oldest first, the one that signs; none: the next one is to be made. */
export function signingAuthority(
  authorities: readonly BuilderAuthorityRecord[],
  now: number,
): BuilderAuthorityRecord | undefined {
  return authorities.find(({ expiresAt }) => expiresAt > now);
}

export interface ListedAuthority extends BuilderAuthorityRecord {
  /** Whether it signs now. */
  signs: boolean;
}

/** All of a project's authorities, the oldest first. */
export async function listBuilderAuthorities(
  { builderAuthorities }: Pick<AuthorityRecords, 'builderAuthorities'>,
  projectId: string,
  now: number,
): Promise<ListedAuthority[]> {
  const stored = await builderAuthorities.list(projectId);
  const signing = signingAuthority(stored, now);
  return stored.map((authority) => ({ ...authority, signs: authority === signing }));
}

/**
 * Stores another authority, which signs nothing until those before it are deleted. Undefined: there are
 * as many as there may be.
 */
export async function addBuilderAuthority(
  records: BuilderAuthorityRecords,
  made: BuilderAuthorityRecord,
): Promise<BuilderAuthorityRecord | undefined> {
  const stored = await records.list(made.projectId);
  if (stored.length >= MAX_BUILDER_AUTHORITIES) return undefined;
  const newest = stored.at(-1)?.createdAt ?? 0;
  // They are told apart by their age, to the second.
  const added = { ...made, createdAt: Math.max(made.createdAt, newest + 1) };
  await records.insert(added);
  return added;
}

export interface BuilderAuthorityDeps {
  store: AuthorityStore;
  clock: Clock;
  random: Random;
}

/**
 * The authority that signs; made when it is first needed, once for all replicas. Undefined if there is
 * no such project.
 */
export async function ensureBuilderAuthority(
  deps: BuilderAuthorityDeps,
  projectId: string,
  actor = 'exchange',
): Promise<BuilderAuthorityRecord | undefined> {
  const { store, clock, random } = deps;
  const now = epochSeconds(clock);
  const stored = async ({ builderAuthorities }: AuthorityRecords) =>
    signingAuthority(await builderAuthorities.list(projectId), now);
  const known = await store.read(stored);
  if (known) return known;
  // Before the transaction, which on SQLite everybody's commits wait for.
  const made = await makeBuilderAuthority(projectId, { now, random });
  return await store.change(async (records) => {
    const project = await records.projects.find(projectId);
    const first = project && (await stored(records));
    if (!project || first) return first;
    await records.builderAuthorities.insert(made);
    await records.auditEvents.append({
      ...draftEvent(deps, 'builder_authority.create', { clientAddress: null }),
      decision: 'changed',
      actor,
      projects: [`${project.organization}/${project.name}`],
      scopes: [{ organizationId: project.organizationId, projectId }],
      detail: { before: null, after: { id: made.id, expires_at: formatTime(made.expiresAt) } },
    });
    return made;
  });
}
