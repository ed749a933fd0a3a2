import type { Page } from './page.ts';

export interface ProjectRecord {
  id: string;
  organizationId: string;
  /** Name of the organization. */
  organization: string;
  name: string;
  /** Whether user access tokens and project tokens are refused. */
  oidcOnly: boolean;
  createdAt: number;
}

export interface ProjectRecords {
  list(organizationId: string, page: Page): Promise<ProjectRecord[]>;
  /** Of these organizations; null: of every one. `containing`: a part of `organization/project`. */
  listAmong(
    organizationIds: readonly string[] | null,
    page: Page,
    containing?: string,
  ): Promise<ProjectRecord[]>;
  /** Of every organization. */
  all(): Promise<ProjectRecord[]>;
  find(id: string): Promise<ProjectRecord | undefined>;
  findByName(organizationId: string, name: string): Promise<ProjectRecord | undefined>;
  insert(project: Omit<ProjectRecord, 'organization'>): Promise<void>;
  update(id: string, change: Pick<ProjectRecord, 'name' | 'oidcOnly'>): Promise<void>;
  remove(id: string): Promise<void>;
  /** How many an organization has. */
  count(organizationId: string): Promise<number>;
}
