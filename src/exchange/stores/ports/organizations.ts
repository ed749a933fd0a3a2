import type { Role } from '../../tokens/roles.ts';
import type { Page } from './page.ts';

export interface OrganizationRecord {
  id: string;
  name: string;
  createdAt: number;
}

export interface OrganizationRecords {
  /** `only`: of these ids; null: all. */
  list(page: Page, only: readonly string[] | null): Promise<OrganizationRecord[]>;
  all(): Promise<OrganizationRecord[]>;
  find(id: string): Promise<OrganizationRecord | undefined>;
  findByName(name: string): Promise<OrganizationRecord | undefined>;
  insert(organization: OrganizationRecord): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** With everything in it; audit events stay. */
  remove(id: string): Promise<void>;
}

export interface MemberRecord {
  organizationId: string;
  userId: string;
  email: string;
  role: Role;
  createdAt: number;
}

export interface MemberRecords {
  /** By user id. */
  list(organizationId: string, page: Page): Promise<MemberRecord[]>;
  /** Of every organization. */
  all(): Promise<MemberRecord[]>;
  find(organizationId: string, userId: string): Promise<MemberRecord | undefined>;
  findByEmail(organizationId: string, email: string): Promise<MemberRecord | undefined>;
  /** The organizations that the user belongs to, by id. */
  membershipsOf(userId: string): Promise<{ id: string; name: string; role: Role }[]>;
  count(organizationId: string): Promise<number>;
  /** Without those who are disabled. */
  countAdmins(organizationId: string): Promise<number>;
  insert(member: Omit<MemberRecord, 'email'>): Promise<void>;
  setRole(organizationId: string, userId: string, role: Role): Promise<void>;
  remove(organizationId: string, userId: string): Promise<void>;
}
