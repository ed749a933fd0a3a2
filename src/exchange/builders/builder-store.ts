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
  find(projectId: string): Promise<BuilderRecord | undefined>;
  /** In the place of what there was. */
  put(builder: BuilderRecord): Promise<void>;
  remove(projectId: string): Promise<void>;
}

export interface BuilderAuthorityRecords {
  /** The oldest first. */
  list(projectId: string): Promise<BuilderAuthorityRecord[]>;
  find(id: string): Promise<BuilderAuthorityRecord | undefined>;
  insert(authority: BuilderAuthorityRecord): Promise<void>;
  remove(id: string): Promise<void>;
}
