import type { Permission } from '../../../protocol/permissions.ts';
import type { Page } from './page.ts';

export interface ProjectTokenRecord {
  id: string;
  projectId: string;
  description: string;
  permissions: readonly Permission[];
  /** As in audit events. */
  createdBy: string;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  lastUsedAt: number | null;
}

export interface ProjectTokenRecords {
  list(projectId: string, page: Page): Promise<ProjectTokenRecord[]>;
  /** Those that are not revoked; the expired count. */
  countUnrevoked(projectId: string): Promise<number>;
  /** Those that are neither revoked nor expired at `now`, and of them those used at `since` or later. */
  countLive(projectId: string, at: { now: number; since: number }): Promise<LiveTokens>;
  find(id: string): Promise<ProjectTokenRecord | undefined>;
  insert(token: ProjectTokenRecord & { hash: Uint8Array }): Promise<void>;
  setDescription(id: string, description: string): Promise<void>;
  revoke(id: string, at: number): Promise<void>;
}

export interface LiveTokens {
  live: number;
  used: number;
}

export interface UserTokenRecord {
  id: string;
  userId: string;
  description: string;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  lastUsedAt: number | null;
}

export interface UserTokenRecords {
  list(userId: string, page: Page): Promise<UserTokenRecord[]>;
  /** Those that are not revoked; the expired count. */
  countUnrevoked(userId: string): Promise<number>;
  find(id: string): Promise<UserTokenRecord | undefined>;
  insert(token: UserTokenRecord & { hash: Uint8Array }): Promise<void>;
  rename(id: string, description: string): Promise<void>;
  revoke(id: string, at: number): Promise<void>;
}
