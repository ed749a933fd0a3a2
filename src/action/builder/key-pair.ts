import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Runner } from '../system/port.ts';

export interface KeyPair {
  privateKey: KeyObject;
  /** PKCS #8. */
  privatePem: string;
  /** SPKI. */
  publicPem: string;
}

/** A P-256 pair whose private part the log does not show any more, whoever prints it. */
export function makeKeyPair(runner: Pick<Runner, 'mask'>): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  // Line by line, as logs show it. The labels are those of every key: masks on them would blacken
  // what is no secret.
  const lines = privatePem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  for (const line of lines) runner.mask(line);
  return {
    privateKey,
    privatePem,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
