import { type CryptoKey, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { type Clock, epochSeconds } from '../system/clock.ts';
import { type KeyStore, SIGNING_ALGORITHM, type SigningKey } from './keys.ts';

/** How soon a key that `dockpass keys rotate` made in another process is used here: milliseconds. */
const REFRESH_AFTER = 5000;

/** The exchange's own keys, for answers that it signs. */
export interface KeyRing {
  /** What others verify our signatures with (RFC 7517): retired keys too, until they are removed. */
  publicKeys(): Promise<JWK[]>;
  /** A JWT by the newest key, explicitly typed as RFC 8725 section 3.11 asks. */
  sign(payload: JWTPayload, typ: string): Promise<string>;
}

export function createKeyRing(store: Pick<KeyStore, 'listSigningKeys'>, clock: Clock): KeyRing {
  let keys: Promise<LoadedKeys> | undefined;
  let loadedAt = Number.NEGATIVE_INFINITY;
  const current = (): Promise<LoadedKeys> => {
    if (keys && clock() - loadedAt < REFRESH_AFTER) return keys;
    loadedAt = clock();
    const loading = loadKeys(store, clock);
    keys = loading;
    // A failure is not kept: whoever comes next asks the store again.
    loading.catch(() => {
      if (keys === loading) keys = undefined;
    });
    return loading;
  };
  return {
    publicKeys: async () => (await current()).published,
    async sign(payload, typ) {
      const { kid, privateKey } = (await current()).signing;
      const header = { alg: SIGNING_ALGORITHM, kid, typ };
      return new SignJWT(payload).setProtectedHeader(header).sign(privateKey);
    },
  };
}

interface LoadedKeys {
  published: JWK[];
  signing: { kid: string; privateKey: CryptoKey | Uint8Array };
}

async function loadKeys(
  store: Pick<KeyStore, 'listSigningKeys'>,
  clock: Clock,
): Promise<LoadedKeys> {
  const stored = await store.listSigningKeys(epochSeconds(clock));
  const [newest] = stored
    .filter((key) => key.retiredAt === null)
    .toSorted((one, other) => other.createdAt - one.createdAt);
  if (!newest) throw new Error('There is no signing key; `dockpass keys rotate` makes one.');
  return {
    published: stored.map(publicJwk),
    signing: {
      kid: newest.kid,
      privateKey: await importJWK(JSON.parse(newest.jwk), SIGNING_ALGORITHM),
    },
  };
}

/** Members are named one by one, so that a private one cannot slip out. */
function publicJwk({ kid, jwk }: SigningKey): JWK {
  const { kty, crv, x, y } = JSON.parse(jwk) as JWK;
  return { kty, crv, x, y, kid, alg: SIGNING_ALGORITHM, use: 'sig' } as JWK;
}
