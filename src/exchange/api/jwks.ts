import type { KeyRing } from '../signing/key-ring.ts';
import { type Handler, publicJson } from './answer.ts';

/** `GET /.well-known/jwks.json`, RFC 7517: the keys that verify signed introspection answers. */
export function jwksEndpoint(keyRing: KeyRing): Handler {
  return async () => publicJson({ keys: await keyRing.publicKeys() }, 60);
}
