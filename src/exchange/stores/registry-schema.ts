import type { Json } from './columns.ts';

/** Container registries, for which registry tokens are issued. */
export interface RegistryTable {
  id: string;
  /** Its `service`. */
  name: string;
  hosts: Json<readonly string[]>;
  created_at: number;
}

export interface RegistryKeyTable {
  id: string;
  kind: 'root' | 'leaf';
  /** Of a leaf: the root that vouches for it. */
  issuer_id: string | null;
  jwk: string;
  certificate: string;
  created_at: number;
  expires_at: number;
}
