import type { Page } from './page.ts';

export interface RegistryRecord {
  id: string;
  /** Its `service`. */
  name: string;
  /** `host` or `host:port`, under which clients reach it. */
  hosts: readonly string[];
  createdAt: number;
}

export interface RegistryRecords {
  list(page: Page): Promise<RegistryRecord[]>;
  all(): Promise<RegistryRecord[]>;
  find(id: string): Promise<RegistryRecord | undefined>;
  findByName(name: string): Promise<RegistryRecord | undefined>;
  insert(registry: RegistryRecord): Promise<void>;
  setHosts(id: string, hosts: readonly string[]): Promise<void>;
  remove(id: string): Promise<void>;
}
