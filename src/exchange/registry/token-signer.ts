import { type CryptoKey, importJWK, type JWTPayload, SignJWT } from 'jose';
import { draftEvent } from '../audit/audited.ts';
import type { RegistryKey, RegistryKeyStore } from '../stores/registry-port.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Random } from '../system/random.ts';
import { LEAF_LIFE, makeLeaf, makeRoot, REGISTRY_ALGORITHM } from './certificates.ts';

/** A leaf is replaced so long before its end, so that an outage then is no outage of the registry. */
export const RENEW_BEFORE = LEAF_LIFE / 3;

/** How long the keys are remembered here: milliseconds. */
const REFRESH_AFTER = 60_000;

export interface RegistryKeyDeps {
  store: RegistryKeyStore;
  clock: Clock;
  random: Random;
}

/** Signs what registries accept. */
export type SignRegistryToken = (payload: JWTPayload) => Promise<string>;

/**
 * Signs with the newest leaf, and makes a new one ahead of its end; the registry, which knows the root
 * only, need not be told. Replicas agree on it: the store takes one leaf a period, and all of them read
 * it back.
 */
export function createTokenSigner(deps: RegistryKeyDeps & { log: Log }): SignRegistryToken {
  let chain: Promise<Chain> | undefined;
  let loadedAt = Number.NEGATIVE_INFINITY;
  const current = (): Promise<Chain> => {
    if (chain && deps.clock() - loadedAt < REFRESH_AFTER) return chain;
    loadedAt = deps.clock();
    const loading = loadChain(deps);
    chain = loading;
    // A failure is not kept: whoever comes next asks the store again.
    loading.catch(() => {
      if (chain === loading) chain = undefined;
    });
    return loading;
  };
  return async (payload) => {
    const { x5c, privateKey } = await current();
    // No `kid`: distribution 3 would look it up and never come to `x5c`.
    const header = { alg: REGISTRY_ALGORITHM, typ: 'JWT', x5c };
    return await new SignJWT(payload).setProtectedHeader(header).sign(privateKey);
  };
}

interface Chain {
  /** Leaf and root, base64 of DER (RFC 7515 section 4.1.6). */
  x5c: string[];
  privateKey: CryptoKey | Uint8Array;
}

async function loadChain(deps: RegistryKeyDeps & { log: Log }): Promise<Chain> {
  const root = await ensureRegistryRoot(deps);
  const leaf = await ensureLeaf(deps, root);
  return {
    x5c: [leaf, root].map(({ certificate }) => der(certificate)),
    privateKey: await importJWK(JSON.parse(leaf.jwk), REGISTRY_ALGORITHM),
  };
}

/** The root that registries trust; made when it is first needed, once for all replicas. */
export async function ensureRegistryRoot(deps: RegistryKeyDeps): Promise<RegistryKey> {
  const now = epochSeconds(deps.clock);
  const stored = await findRoot(deps, now);
  if (stored) return stored;
  await add(deps, await makeRoot({ ...deps, now }), now);
  const root = await findRoot(deps, now);
  if (!root) throw new Error('The root for registry tokens was not stored.');
  return root;
}

async function findRoot({ store }: RegistryKeyDeps, now: number): Promise<RegistryKey | undefined> {
  return (await store.listRegistryKeys(now)).find(({ kind }) => kind === 'root');
}

async function ensureLeaf(
  deps: RegistryKeyDeps & { log: Log },
  root: RegistryKey,
): Promise<RegistryKey> {
  const now = epochSeconds(deps.clock);
  const stored = await findLeaf(deps, root, now);
  if (stored && stored.expiresAt > now + RENEW_BEFORE) return stored;
  try {
    await add(deps, await makeLeaf(root, { ...deps, now }), now + RENEW_BEFORE);
    const leaf = await findLeaf(deps, root, now);
    if (!leaf) throw new Error('The certificate for registry tokens was not stored.');
    return leaf;
  } catch (error) {
    if (!stored) throw error;
    deps.log.error(
      { err: error, expires_at: stored.expiresAt },
      'the certificate for registry tokens could not be renewed; the old one goes on',
    );
    return stored;
  }
}

/** The one with the latest end, which is the first. */
async function findLeaf(
  { store }: RegistryKeyDeps,
  root: RegistryKey,
  now: number,
): Promise<RegistryKey | undefined> {
  const keys = await store.listRegistryKeys(now);
  return keys.find(({ kind, issuerId }) => kind === 'leaf' && issuerId === root.id);
}

/** Unless another replica was first: there is one of its kind that lasts beyond `until`. */
async function add(deps: RegistryKeyDeps, key: RegistryKey, until: number): Promise<void> {
  const { kind, id, expiresAt } = key;
  await deps.store.addRegistryKey(key, until, {
    ...draftEvent(deps, 'registry_key.create', { clientAddress: null }),
    decision: 'changed',
    actor: 'exchange',
    detail: { before: null, after: { kind, id, expiresAt } },
  });
}

function der(pem: string): string {
  return pem.replace(/-----[A-Z ]+-----|\s/g, '');
}
