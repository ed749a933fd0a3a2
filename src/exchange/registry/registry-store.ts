/** The part of the port that container registries need. */

import type { AuditEvent } from '../audit/event.ts';

/** A key behind the tokens of registries, private part included: separate from every other key. */
export interface RegistryKey {
  /** RFC 7638 thumbprint. */
  id: string;
  /** Registries trust a root; it vouches for leaves, which sign tokens. */
  kind: 'root' | 'leaf';
  /** Of the root that vouches for the leaf. */
  issuerId: string | null;
  /** Private JWK as JSON. */
  jwk: string;
  /** PEM. */
  certificate: string;
  createdAt: number;
  expiresAt: number;
}

/** A container registry that asks this exchange for tokens. */
export interface Registry {
  id: string;
  /** Its `service`: the audience of its tokens. */
  name: string;
}

export interface RegistryKeyStore {
  /** Those that have not expired, the latest end first. */
  listRegistryKeys(now: number): Promise<RegistryKey[]>;
  /**
   * Adds the key unless there is one of its kind and issuer that ends later than `until`; expired
   * ones go. Whether it was added.
   */
  addRegistryKey(key: RegistryKey, until: number, event: AuditEvent): Promise<boolean>;
}

/** The same within one transaction. */
export interface RegistryKeyRecords {
  list(now: number): Promise<RegistryKey[]>;
  add(key: RegistryKey, until: number): Promise<boolean>;
  /** Forgets every other root, and what those vouch for. */
  keepOnlyRoot(id: string): Promise<void>;
}

export interface RegistryStore extends RegistryKeyStore {
  findRegistry(name: string): Promise<Registry | undefined>;
}
