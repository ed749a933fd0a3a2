import type { Role } from '../../tokens/roles.ts';
import type { Page } from './page.ts';

/** Asks whoever has, or will have, this e-mail address to become a member of an organization. */
export interface InvitationRecord {
  id: string;
  organizationId: string;
  organization: string;
  /** In lower case. */
  email: string;
  role: Role;
  /** As audit events show who did something. */
  invitedBy: string;
  createdAt: number;
  expiresAt: number;
  /** Since when the invited person does not want to see it; the organization is not told. */
  declinedAt: number | null;
}

/** `now`: without those that have expired by then. */
export interface InvitationRecords {
  /** Of an organization. */
  list(organizationId: string, page: Page, now: number): Promise<InvitationRecord[]>;
  /** Of an e-mail address, without those that were declined. */
  listFor(email: string, page: Page, now: number): Promise<InvitationRecord[]>;
  find(id: string, now: number): Promise<InvitationRecord | undefined>;
  findByEmail(
    organizationId: string,
    email: string,
    now: number,
  ): Promise<InvitationRecord | undefined>;
  count(organizationId: string, now: number): Promise<number>;
  /** Takes the place of one that has expired. */
  insert(invitation: Omit<InvitationRecord, 'organization'>): Promise<void>;
  decline(id: string, at: number): Promise<void>;
  remove(id: string): Promise<void>;
}
