/** What a job sends for a client certificate of its project's builder, and what it gets. */

import { type ProjectPath, projectUrl } from './projects.ts';
import type { Reason } from './reasons.ts';
import type { Requested } from './token-exchange.ts';

/** Below the installation's base URL. */
export const BUILDER_CREDENTIALS_PATH = '/api/v1/builder-credentials';

/** Body of `POST /api/v1/builder-credentials`, beside `Authorization: Bearer` with a build token. */
export interface BuilderCredentialsRequest {
  /** P-256, SPKI as PEM. The private part never leaves the runner. */
  public_key: string;
  /** `organization/project`; without it the request is refused (`project_required`). */
  project?: ProjectPath;
}

/** 201. PEM throughout. */
export interface BuilderCredentialsResponse {
  project: ProjectPath;
  /** Where the builder listens: `tcp://host:port`, as buildx takes it. */
  endpoint: string;
  /** Name that the builder's own certificate must have. */
  server_name: string;
  /** Authorities of the builder's own certificate (`cacert` of buildx). */
  server_ca: string;
  /** Of the client: SAN URI `certificateUri`, ends with the token. */
  certificate: string;
  /** RFC 3339: end of the certificate, which is the token's. */
  expires_at: string;
  /** The audit event. */
  reference: string;
}

/** Any other answer: a problem document (RFC 9457), as those of the admin API, with three members more. */
export interface BuilderCredentialsProblem {
  /** URL of the page about it; its last part is the code. */
  type: string;
  title: string;
  status: number;
  /** One sentence that a person can act on. */
  detail: string;
  code: string;
  /** The same code; one of a closed list. */
  reason: Reason;
  /** The audit event. */
  reference: string;
  /** Missing if the request could not be read. */
  requested?: Requested;
}

/**
 * The project's URL as `subjectAltName` of the certificate has it. RFC 5280 section 4.2.1.6 knows
 * ASCII alone, and Go refuses a certificate over anything else; an installation may have other letters.
 */
export function certificateUri(installation: string, project: ProjectPath): string {
  const url = projectUrl(installation, project);
  return /^[\x21-\x7e]*$/.test(url) ? url : new URL(url).href;
}
