import { type CryptoKey, importJWK, type JWTPayload, SignJWT } from 'jose';
import { CERTIFICATE_ALGORITHM } from '../certificates/x509.ts';
import { epochSeconds } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { LEAF_LIFE, makeLeaf } from './certificates.ts';
import type { RegistryKey } from './registry-store.ts';
import { addRegistryKey, ensureRegistryRoot, type RegistryKeyDeps } from './roots.ts';

/** A leaf is replaced so long before its end, so that an outage then is no outage of the registry. */
export const RENEW_BEFORE = LEAF_LIFE / 3;

/** How long the keys are remembered here: milliseconds. */
const REFRESH_AFTER = 60_000;

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
    // No `kid`: who goes by `x5c` needs none, and distribution 2.8 and 3 mean different things by it.
    const header = { alg: CERTIFICATE_ALGORITHM, typ: 'JWT', x5c };
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
    privateKey: await importJWK(JSON.parse(leaf.jwk), CERTIFICATE_ALGORITHM),
  };
}

async function ensureLeaf(
  deps: RegistryKeyDeps & { log: Log },
  root: RegistryKey,
): Promise<RegistryKey> {
  const now = epochSeconds(deps.clock);
  const stored = await findLeaf(deps, root, now);
  if (stored && stored.expiresAt > now + RENEW_BEFORE) return stored;
  try {
    await addRegistryKey(deps, await makeLeaf(root, { ...deps, now }), now + RENEW_BEFORE);
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

function der(pem: string): string {
  return pem.replace(/-----[A-Z ]+-----|\s/g, '');
}
