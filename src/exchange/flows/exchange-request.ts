import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';

/** A request of RFC 8693 section 2.1 once its parameters have been read. */
export interface ExchangeRequest {
  subjectToken: string;
  /** The ID token of a job, or a token of ours that is to be narrowed. */
  subjectTokenType: 'id_token' | 'access_token';
  /** Null: every project that trusts the job, or that the token opens. */
  projects: readonly ProjectPath[] | null;
  /** Null: all that there is to have. */
  permissions: readonly Permission[] | null;
  /** Seconds; null: the server's default. */
  lifetime: number | null;
}
