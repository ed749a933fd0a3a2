/** Where a project's builder is. */
export interface BuilderTable {
  project_id: string;
  endpoint: string;
  server_name: string;
  server_ca: string;
  created_at: number;
}

/** Keys that vouch for the clients of a project's builder; the oldest signs. */
export interface BuilderAuthorityTable {
  /** RFC 7638 thumbprint. */
  id: string;
  project_id: string;
  jwk: string;
  certificate: string;
  created_at: number;
  expires_at: number;
}
