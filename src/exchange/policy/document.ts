/**
 * What an installation is told to be, as one document: the YAML of `dockpass apply` and `export`
 * after parsing, and the same read back from the store.
 */

import type { Provider } from '../identity/identity.ts';
import type { Role } from '../tokens/roles.ts';
import type { RelationshipTerms } from '../trust/relationship.ts';

/** Switches, here and below: one that a wanted document leaves out stays as it is. */
export interface IssuerEntry {
  url: string;
  provider: Provider;
  /** Left out of a new entry: true. */
  enabled?: boolean;
}

/** A container registry that registry tokens are issued for. */
export interface RegistryEntry {
  /** Its `service`. */
  name: string;
  /** As in the names of images. */
  hosts: readonly string[];
}

export interface UserEntry {
  /** E-mail address in lower case. */
  user: string;
  /** Of the installation. Left out of a new entry: false; so is `disabled`. */
  operator?: boolean;
  disabled?: boolean;
}

export interface MemberEntry {
  /** E-mail address. */
  user: string;
  role: Role;
}

/** Ids of the repository that are null in a wanted document leave whatever was pinned. */
export interface RelationshipEntry extends RelationshipTerms {
  /** Set on entries read from the store; never part of the YAML. */
  id?: string;
  /** URL of a registered issuer. */
  issuer: string;
}

/** Where a project's builder is. */
export interface BuilderEntry {
  /** `tcp://host:port`. */
  endpoint: string;
  /** Name that the builder's own certificate must have. */
  serverName: string;
  /** PEM in its canonical form: who vouches for the builder's own certificate. */
  serverCa: string;
}

export interface ProjectEntry {
  name: string;
  /** Left out of a new entry: false. */
  oidcOnly?: boolean;
  /** Left out of a wanted document: it stays as it is. Null there, and left out of the stored: none. */
  builder?: BuilderEntry | null;
  /** Set on entries read from the store, if there are any: who vouches for jobs; never part of the YAML. */
  builderAuthorities?: readonly { certificate: string }[];
  trustRelationships: readonly RelationshipEntry[];
}

export interface OrganizationEntry {
  name: string;
  members: readonly MemberEntry[];
  projects: readonly ProjectEntry[];
}

export interface PolicyDocument {
  issuers: readonly IssuerEntry[];
  /** Read from the store: all of them. In a wanted document: whose switches are set. */
  users: readonly UserEntry[];
  organizations: readonly OrganizationEntry[];
  /** Left out of a wanted document: they stay as they are. Read from the store: there is none. */
  registries?: readonly RegistryEntry[];
}
