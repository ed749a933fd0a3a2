import type { ProjectRecord } from '../exchange/stores/ports/projects.ts';
import type { Records } from '../exchange/stores/ports/records.ts';
import type { UserRecord } from '../exchange/stores/ports/users.ts';
import { formatTime } from '../exchange/system/clock.ts';
import { everyEntry } from './every-entry.ts';
import { tableLines } from './table.ts';

/** What is kept of each token, which is never its secret. */
interface Kept {
  id: string;
  description: string;
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
  revokedAt: number | null;
}

const HEADINGS = ['ID', 'DESCRIPTION', 'STATE', 'CREATED', 'LAST USED', 'EXPIRES'];

export async function userTokenTable(
  { userTokens }: Records,
  { id, disabledAt }: UserRecord,
  now: number,
): Promise<string[]> {
  const tokens = await everyEntry(
    (page) => userTokens.list(id, page),
    ({ id }) => id,
  );
  const barred = disabledAt === null ? null : 'user disabled';
  return tableLines(
    HEADINGS,
    tokens.map((token) => cellsOf(token, barred, now)),
  );
}

export async function projectTokenTable(
  { projectTokens }: Records,
  { id, oidcOnly }: ProjectRecord,
  now: number,
): Promise<string[]> {
  const tokens = await everyEntry(
    (page) => projectTokens.list(id, page),
    ({ id }) => id,
  );
  const barred = oidcOnly ? 'refused (oidc_only)' : null;
  return tableLines(
    [...HEADINGS, 'PERMISSIONS', 'CREATED BY'],
    tokens.map((token) => [
      ...cellsOf(token, barred, now),
      token.permissions.join(','),
      token.createdBy,
    ]),
  );
}

function cellsOf(token: Kept, barred: string | null, now: number): string[] {
  return [
    token.id,
    token.description,
    stateOf(token, now) ?? barred ?? 'active',
    formatTime(token.createdAt),
    timeOr(token.lastUsedAt, 'never'),
    timeOr(token.expiresAt, 'never'),
  ];
}

function stateOf({ revokedAt, expiresAt }: Kept, now: number): string | undefined {
  if (revokedAt !== null) return `revoked ${formatTime(revokedAt)}`;
  return expiresAt !== null && expiresAt <= now ? 'expired' : undefined;
}

function timeOr(seconds: number | null, instead: string): string {
  return seconds === null ? instead : formatTime(seconds);
}
