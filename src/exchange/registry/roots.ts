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

/** Unless another replica was first: there is one of its kind that lasts beyond `until`. */
export async function addRegistryKey(
  deps: RegistryKeyDeps,
  key: RegistryKey,
  until: number,
): Promise<void> {
  const { kind, id, expiresAt } = key;
  await deps.store.addRegistryKey(key, until, {
    ...draftEvent(deps, 'registry_key.create', { clientAddress: null }),
    decision: 'changed',
    actor: 'exchange',
    detail: { before: null, after: { kind, id, expires_at: formatTime(expiresAt) } },
  });
}
