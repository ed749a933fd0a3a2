import { type Making, makeAuthority } from '../certificates/authority.ts';
import { makeKeys } from '../certificates/keys.ts';
import { issueLeaf } from '../certificates/leaf.ts';
import type { RegistryKey } from './registry-store.ts';

const DAY = 86_400;

/** Registries are told of a new root by hand, so it lasts. Seconds. */
const ROOT_LIFE = 20 * 365 * DAY;

/** What a leaf in wrong hands is good for; registries know no revocation. Seconds. */
export const LEAF_LIFE = 30 * DAY;

/** For registries whose clock is slow. Seconds. */
const BACKDATED = 3600;

/** A key that registries are told to trust. It signs nothing but leaves. */
export async function makeRoot(making: Making): Promise<RegistryKey> {
  const since = new Date(making.now * 1000).toISOString().slice(0, 10);
  const name = `Dockpass registry root ${since}`;
  const authority = await makeAuthority({ name: () => name, life: ROOT_LIFE }, making);
  return { kind: 'root', issuerId: null, ...authority };
}

/** A key that signs tokens, vouched for by the root. */
export async function makeLeaf(root: RegistryKey, { now, random }: Making): Promise<RegistryKey> {
  const { keys, stored } = await makeKeys();
  const expiresAt = now + LEAF_LIFE;
  const certificate = await issueLeaf(
    root,
    {
      name: 'Dockpass registry tokens',
      publicKey: keys.publicKey,
      from: now - BACKDATED,
      until: expiresAt,
    },
    random,
  );
  return {
    kind: 'leaf',
    issuerId: root.id,
    createdAt: now,
    expiresAt,
    certificate: certificate.toString('pem'),
    ...stored,
  };
}
