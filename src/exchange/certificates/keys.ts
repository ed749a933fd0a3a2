import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  importJWK,
} from 'jose';
import { CERTIFICATE_ALGORITHM } from './x509.ts';

/** A private key as it is stored, under its RFC 7638 thumbprint, so that no two keys share an id. */
export interface StoredKey {
  id: string;
  /** Private JWK as JSON. */
  jwk: string;
}

/** A key pair, and what is stored of it. */
export async function makeKeys(): Promise<{ keys: GenerateKeyPairResult; stored: StoredKey }> {
  const keys = await generateKeyPair(CERTIFICATE_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(keys.privateKey);
  return { keys, stored: { id: await calculateJwkThumbprint(jwk), jwk: JSON.stringify(jwk) } };
}

export async function signingKeyOf({ jwk }: Pick<StoredKey, 'jwk'>): Promise<CryptoKey> {
  return (await importJWK(JSON.parse(jwk), CERTIFICATE_ALGORITHM)) as CryptoKey;
}
