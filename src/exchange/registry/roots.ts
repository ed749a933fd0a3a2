import { draftEvent } from '../audit/audited.ts';
import { type Clock, epochSeconds, formatTime } from '../system/clock.ts';
import type { Random } from '../system/random.ts';
import { makeRoot } from './certificates.ts';
import type { RegistryKey, RegistryKeyStore } from './registry-store.ts';

export interface RegistryKeyDeps {
  store: RegistryKeyStore;
  clock: Clock;
  random: Random;
}

/** Whatever else there is. */
export const ALWAYS = Number.MAX_SAFE_INTEGER;

/** The root that vouches for leaves; made when it is first needed, once for all replicas. */
export async function ensureRegistryRoot(deps: RegistryKeyDeps): Promise<RegistryKey> {
  const [stored] = await listRegistryRoots(deps);
  if (stored) return stored;
  const now = epochSeconds(deps.clock);
  await addRegistryKey(deps, await makeRoot({ ...deps, now }), now);
  const [root] = await listRegistryRoots(deps);
  if (!root) throw new Error('The root for registry tokens was not stored.');
  return root;
}

/** All that registries should trust; the oldest, which vouches for leaves, first. */
export async function listRegistryRoots({ store, clock }: RegistryKeyDeps): Promise<RegistryKey[]> {
  return rootsAmong(await store.listRegistryKeys(epochSeconds(clock)));
}

/** The oldest, which vouches for leaves, first. */
export function rootsAmong(keys: readonly RegistryKey[]): RegistryKey[] {
  return keys
    .filter(({ kind }) => kind === 'root')
    .toSorted((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1));
}

/** Another root, which vouches for nothing until the ones before it are retired. */
export async function prepareRegistryRoot(
  deps: RegistryKeyDeps,
  actor: string,
): Promise<RegistryKey> {
  await ensureRegistryRoot(deps);
  const newest = (await listRegistryRoots(deps)).at(-1)?.createdAt ?? 0;
  // They are told apart by their age, to the second.
  const now = Math.max(epochSeconds(deps.clock), newest + 1);
  const root = await makeRoot({ ...deps, now });
  await addRegistryKey(deps, root, ALWAYS, actor);
  return root;
}

/** From now on the newest root alone vouches for leaves. Those that were retired; none: it is alone. */
export async function retireRegistryRoots(
  deps: RegistryKeyDeps,
  actor: string,
): Promise<RegistryKey[]> {
  const roots = await listRegistryRoots(deps);
  const newest = roots.at(-1);
  if (!newest || roots.length === 1) return [];
  await deps.store.keepOnlyRegistryRoot(newest.id, {
    ...draftEvent(deps, 'registry_key.retire', { clientAddress: null }),
    decision: 'changed',
    actor,
    detail: { before: { roots: roots.map(({ id }) => id) }, after: { roots: [newest.id] } },
  });
  return roots.slice(0, -1);
}

/** Unless another replica was first: there is one of its kind that lasts beyond `until`. */
export async function addRegistryKey(
  deps: RegistryKeyDeps,
  key: RegistryKey,
  until: number,
  actor = 'exchange',
): Promise<void> {
  const { kind, id, expiresAt } = key;
  await deps.store.addRegistryKey(key, until, {
    ...draftEvent(deps, 'registry_key.create', { clientAddress: null }),
    decision: 'changed',
    actor,
    detail: { before: null, after: { kind, id, expires_at: formatTime(expiresAt) } },
  });
}
