import { isIP } from 'node:net';

/** What passkeys belong to (WebAuthn level 3, section 4). */
export interface RelyingParty {
  /** A host name. */
  id: string;
  origin: string;
}

/** Null: passkeys don't work there, as they belong to a name. `url`: DOCKPASS_URL. */
export function relyingPartyOf(url: string): RelyingParty | null {
  const { hostname, origin } = new URL(url);
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 0 ? { id: hostname, origin } : null;
}
