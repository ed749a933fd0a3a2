import type { AuditEvent } from '../audit/event.ts';

/** Where a project's builder is. */
export interface BuilderRecord {
  projectId: string;
  /** `tcp://host:port`. */
  endpoint: string;
  /** Name that the builder's own certificate must have. */
  serverName: string;
  /** PEM: who vouches for the builder's own certificate. */
  serverCa: string;
  createdAt: number;
}

/** A key that vouches for the clients of one project's builder, private part included. */
export interface BuilderAuthorityRecord {
  /** RFC 7638 thumbprint. */
  id: string;
  projectId: string;
  /** Private JWK as JSON. */
  jwk: string;
  /** PEM. */
  certificate: string;
  createdAt: number;
  expiresAt: number;
}

export interface BuilderRecords {
  /** Of every project. */
  all(): Promise<BuilderRecord[]>;
  find(projectId: string): Promise<BuilderRecord | undefined>;
  /** In the place of what there was. */
  put(builder: BuilderRecord): Promise<void>;
  remove(projectId: string): Promise<void>;
}

export interface BuilderAuthorityRecords {
  /** The oldest first. */
  list(projectId: string): Promise<BuilderAuthorityRecord[]>;
  /** Of every project, the oldest first. */
  certificates(): Promise<Pick<BuilderAuthorityRecord, 'projectId' | 'certificate'>[]>;
  find(id: string): Promise<BuilderAuthorityRecord | undefined>;
  insert(authority: BuilderAuthorityRecord): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Where a project's builder is, and who signs the certificates of its clients. */
export interface Builder extends Omit<BuilderRecord, 'createdAt'> {
  /** The oldest that has not expired; null: it is to be made. */
  authority: BuilderAuthorityRecord | null;
}

export interface BuilderStore {
  /** In one query; undefined if the project has no builder settings. */
  findBuilder(projectId: string, now: number): Promise<Builder | undefined>;
}

/** What an authority is made from and recorded in, as seen from within one transaction. */
export interface AuthorityRecords {
  builderAuthorities: BuilderAuthorityRecords;
  projects: {
    find(
      id: string,
    ): Promise<{ organizationId: string; organization: string; name: string } | undefined>;
  };
  auditEvents: { append(event: AuditEvent): Promise<void> };
}

/** `change` is one transaction, which may be run again: `work` does nothing but use `records`. */
export interface AuthorityStore {
  read<Result>(work: (records: AuthorityRecords) => Promise<Result>): Promise<Result>;
  change<Result>(work: (records: AuthorityRecords) => Promise<Result>): Promise<Result>;
}
