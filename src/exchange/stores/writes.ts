import type { Selectable } from 'kysely';
import type { TokenKind } from '../../protocol/token-kinds.ts';
import type { AuditEvent } from '../audit/event.ts';
import type { NarrowingRecord } from '../tokens/token-store.ts';
import type { Grant } from '../trust/relationship.ts';
import { toJson } from './columns.ts';
import type { CommitOutcome, ExchangeRecord } from './ports/exchanges.ts';
import { type EventWrite, eventWrite as rowsOf } from './queries/audit-events.ts';
import type { Database } from './schema.ts';

type Row<Table extends keyof Database> = Selectable<Database[Table]>;

/**
 * What is written often enough to share commits, as the rows that it becomes. Made when it is asked
 * for: what cannot be written as JSON fails there, not in a batch among others.
 */
export type Write =
  | {
      kind: 'exchange';
      replay: Row<'replays'>;
      token: Row<'tokens'>;
      grants: readonly GrantWrite[];
      recalledAsOf: number | null;
      event: EventWrite;
    }
  | {
      kind: 'narrowing';
      token: Row<'tokens'>;
      grants: readonly Pick<Row<'token_grants'>, 'token_id' | 'project_id' | 'permissions'>[];
      event: EventWrite;
    }
  | { kind: 'revocation'; table: TokenTableName; hash: Uint8Array; at: number; event: EventWrite }
  | { kind: 'use'; table: StaticTokenTableName; id: string; at: number }
  | { kind: 'event'; event: EventWrite }
  | { kind: 'probe' };

export type TokenTableName = 'tokens' | StaticTokenTableName;
export type StaticTokenTableName = 'user_tokens' | 'project_tokens';

/** Where each kind of token is kept. */
const TOKEN_TABLES = {
  build: 'tokens',
  user: 'user_tokens',
  project: 'project_tokens',
} as const satisfies Record<TokenKind, TokenTableName>;

export type ExchangeWrite = Extract<Write, { kind: 'exchange' }>;

export type NarrowingWrite = Extract<Write, { kind: 'narrowing' }>;
export type RevocationWrite = Extract<Write, { kind: 'revocation' }>;
export type UseWrite = Extract<Write, { kind: 'use' }>;

export interface GrantWrite {
  row: Row<'token_grants'> & { relationship_id: string };
  /** Of the relationship when it was read. */
  revision: number;
  ids: Grant['ids'];
  pins: boolean;
}

/** `unchanged`: there was nothing left to revoke, and nothing was written. */
export type WriteOutcome = CommitOutcome | 'unchanged';

export function exchangeWrite({
  replay,
  token,
  grants,
  recalledAsOf,
  event,
}: ExchangeRecord): ExchangeWrite {
  return {
    kind: 'exchange',
    replay: { issuer: replay.issuer, jti: replay.jti, keep_until: replay.keepUntil },
    token: {
      id: token.id,
      kind: 'build',
      hash: token.hash,
      issuer: replay.issuer,
      run_id: token.runId,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      revoked_at: null,
      parent_kind: null,
      parent_id: null,
    },
    grants: grants.map((grant) => grantWrite(token.id, grant)),
    recalledAsOf,
    event: rowsOf(event),
  };
}

function grantWrite(
  tokenId: string,
  { projectId, relationshipId, revision, generation, permissions, ids, pins }: Grant,
): GrantWrite {
  return {
    row: {
      token_id: tokenId,
      project_id: projectId,
      relationship_id: relationshipId,
      permissions: toJson(permissions),
      generation,
    },
    revision,
    ids,
    pins,
  };
}

export function narrowingWrite({ token, grants, event }: NarrowingRecord): NarrowingWrite {
  return {
    kind: 'narrowing',
    token: {
      id: token.id,
      kind: 'build',
      hash: token.hash,
      issuer: null,
      run_id: null,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      revoked_at: null,
      parent_kind: token.parent.kind,
      parent_id: token.parent.id,
    },
    grants: grants.map(({ projectId, permissions }) => ({
      token_id: token.id,
      project_id: projectId,
      permissions: toJson(permissions),
    })),
    event: rowsOf(event),
  };
}

export function revocationWrite(
  kind: TokenKind,
  hash: Uint8Array,
  at: number,
  event: AuditEvent,
): Write {
  return { kind: 'revocation', table: TOKEN_TABLES[kind], hash, at, event: rowsOf(event) };
}

export function useWrite(kind: 'user' | 'project', id: string, at: number): Write {
  return { kind: 'use', table: TOKEN_TABLES[kind], id, at };
}

export function eventWrite(event: AuditEvent): Write {
  return { kind: 'event', event: rowsOf(event) };
}
