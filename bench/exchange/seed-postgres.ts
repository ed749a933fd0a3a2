import pg from 'pg';
import { type ExpiredTokens, SEEDED_CLAIMS } from './seed.ts';

/** Tokens of other people whose time is over, as seed.ts makes them in SQLite. */
export async function seedExpired(url: string, { count, seconds }: ExpiredTokens): Promise<void> {
  await seed(url, count, ['tokens', 'token_grants'], async (client) => {
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
  });
}

/** Audit events of granted exchanges, the same way. */
export async function seedEvents(url: string, count: number): Promise<void> {
  await seed(url, count, ['audit_events', 'audit_event_scopes', 'audit_hours'], async (client) => {
    await client.query(
      `insert into audit_events (id, time, action, decision, claims, scopes, projects, permissions,
         relationships, would_grant, detail, repository_key, run_id)
       select lpad(to_hex(i), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(i), 12, '0'),
         to_char(timestamp '2026-01-01' + i * interval '30 seconds', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'exchange', 'granted', $2,
         json_build_array(json_build_object('organizationId', organization_id, 'projectId', id))::text,
         '["acme/web"]', '["build"]', '[]', '[]', 'null', 'acme/web', (i / 4)::text
       from generate_series(1, $1::int) as i, projects`,
      [count, SEEDED_CLAIMS],
    );
    await client.query(
      `insert into audit_event_scopes
         (organization_id, seq, project_id, decision, repository_key, run_id)
       select organization_id, seq, projects.id, decision, repository_key, run_id
       from audit_events, projects where action = 'exchange'`,
    );
  });
}

async function seed(
  url: string,
  count: number,
  tables: readonly string[],
  insert: (client: pg.Client) => Promise<void>,
): Promise<void> {
  if (count === 0) return;
  const client = new pg.Client(url);
  await client.connect();
  try {
    await insert(client);
    // Not while it is measured: autovacuum would look at what is new, the checkpoint write it.
    for (const table of tables) await client.query(`vacuum analyze ${table}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}
