import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { json } from './answers.ts';
import { type HostileServer, startHostileServer } from './hostile-server.ts';

/** The one document of the key server, to script misbehaviour with. */
export const SCANNER_KEYS_ROUTE = 'GET /meta/public_keys/secret_scanning';

interface ScannerKey {
  identifier: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/** Signs reports of leaked tokens as GitHub's secret scanning does, and publishes its keys. */
export interface SecretScanner extends HostileServer {
  /** What DOCKPASS_SECRET_SCANNING_KEYS_URL is set to. */
  keysUrl: string;
  /** Headers of a message with this body. */
  headers(body: string): Record<string, string>;
  /** A new key signs from now on; the old ones stay published. */
  rotate(): void;
}

export async function startSecretScanner(): Promise<SecretScanner> {
  const server = await startHostileServer();
  let keys = [createKey()];
  server.always(SCANNER_KEYS_ROUTE, (response, request) =>
    json(200, { public_keys: keys.map(published) })(response, request),
  );
  return {
    ...server,
    keysUrl: `${server.url}/meta/public_keys/secret_scanning`,
    headers(body) {
      const [{ identifier, privateKey } = createKey()] = keys;
      return {
        'content-type': 'application/json',
        'github-public-key-identifier': identifier,
        'github-public-key-signature': sign('sha256', Buffer.from(body), privateKey).toString(
          'base64',
        ),
      };
    },
    rotate() {
      keys = [createKey(), ...keys];
    },
  };
}

function createKey(): ScannerKey {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...pair, identifier: randomBytes(32).toString('hex') };
}

function published({ identifier, publicKey }: ScannerKey, index: number): object {
  return {
    key_identifier: identifier,
    key: publicKey.export({ type: 'spki', format: 'pem' }),
    is_current: index === 0,
  };
}
