import pg from 'pg';
import type { ExpiredTokens } from './seed.ts';

/** Tokens of other people whose time is over, as seed.ts makes them in SQLite. */
export async function seedExpired(url: string, { count, seconds }: ExpiredTokens): Promise<void> {
  if (count === 0) return;
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(
      `insert into tokens (id, kind, hash, issuer, run_id, created_at, expires_at)
       select 'expired-' || i, 'build', sha256(convert_to(i::text, 'UTF8')), issuers.url, i, 0,
         extract(epoch from now())::bigint - $2::int
       from generate_series(1, $1::int) as i, issuers`,
      [count, seconds],
    );
    await client.query(
      `insert into token_grants (token_id, project_id, relationship_id, permissions)
       select tokens.id, project_id, trust_relationships.id, permissions
       from tokens, (select * from trust_relationships limit 1) as trust_relationships
       where tokens.id like 'expired-%'`,
    );
    // Not while it is measured: autovacuum would look at what is new, the checkpoint write it.
    for (const table of ['tokens', 'token_grants']) await client.query(`vacuum analyze ${table}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}
