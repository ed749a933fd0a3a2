import { DatabaseSync } from 'node:sqlite';

export interface Amounts {
  relationships?: number;
  tokens?: number;
  expired?: ExpiredTokens;
  /** Relationships of another organization with the repository of acme/web. */
  strangers?: number;
  /** Other relationships of that organization. */
  crowd?: number;
  /** Whether acme's own relationship refuses its jobs. */
  refused?: boolean;
  /** Audit events of granted exchanges. */
  events?: number;
  /** Further projects of acme. */
  projects?: number;
}

/** As large as those of GitHub's jobs. */
export const SEEDED_CLAIMS = JSON.stringify(
  Object.fromEntries([
    ['repository', 'acme/web'],
    ...Array.from({ length: 24 }, (_, index) => [`recorded_claim_${index}`, 'x'.repeat(20)]),
  ]),
);

/** Tokens whose time has been over for so many seconds. */
export interface ExpiredTokens {
  count: number;
  seconds: number;
}

/**
 * Fills a database of the exchange with other people's rows, in plain SQL: going through the store
 * would take longer than everything that is measured afterwards.
 */
export function seed(path: string, amounts: Amounts): void {
  const database = new DatabaseSync(path);
  database.exec('begin immediate');
  seedRelationships(database, amounts.relationships ?? 0);
  const { strangers = 0, crowd = 0, refused = false } = amounts;
  if (strangers > 0) seedStrangers(database, strangers, crowd);
  if (refused) database.exec(`update trust_relationships set conditions = '${RELEASES}'`);
  const now = Math.floor(Date.now() / 1000);
  seedTokens(database, 'live', amounts.tokens ?? 0, now + 21_600);
  const { count, seconds } = amounts.expired ?? { count: 0, seconds: 0 };
  seedTokens(database, 'expired', count, now - seconds);
  seedEvents(database, amounts.events ?? 0);
  seedProjects(database, amounts.projects ?? 0);
  database.exec('commit');
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}

const NUMBERS = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)';

/** Copies of the relationship that is there, one repository each. */
function seedRelationships(database: DatabaseSync, count: number): void {
  if (count === 0) return;
  database
    .prepare(
      `${NUMBERS} insert into trust_relationships
         (id, project_id, issuer_id, repository, repository_key, repository_id, repository_owner_id,
          conditions, permissions, max_lifetime, mode, created_by, created_at, revision)
       select id || '-' || i, project_id, issuer_id, 'other/r' || i, 'other/r' || i, i, i,
          conditions, permissions, max_lifetime, mode, created_by, created_at, revision
       from n, (select * from trust_relationships limit 1)`,
    )
    .run(count);
}

/** Conditions that the jobs do not meet, as long as each of a thousand relationships can have them. */
const RELEASES = JSON.stringify({ refs: ['a', 'b'].map((x) => `refs/heads/${x.repeat(110)}`) });

const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-00000000000${index}`);

/** They pin the same ids: nothing tells them from relationships of acme's own. */
function seedStrangers(database: DatabaseSync, count: number, crowd: number): void {
  const [organization, trap = '', ...others] = ids(4);
  database.exec(
    `insert into organizations (id, name, created_at) values ('${organization}', 'evil', 0)`,
  );
  for (const id of [trap, ...others])
    database.exec(
      `insert into projects (id, organization_id, name, created_at)
       values ('${id}', '${organization}', 'p${id.at(-1)}', 0)`,
    );
  const insert = (projectId: string, repository: string, rows: number) =>
    database
      .prepare(
        `${NUMBERS} insert into trust_relationships
           (id, project_id, issuer_id, repository, repository_key, repository_id, repository_owner_id,
            conditions, weight, permissions, mode, created_by, created_at, revision)
         select '${projectId}-' || i, '${projectId}', issuer_id, ${repository}, ${repository},
           repository_id, repository_owner_id, '${RELEASES}', ${RELEASES.length}, permissions, mode,
           created_by, created_at, revision
         from n, (select * from trust_relationships limit 1)`,
      )
      .run(rows);
  insert(trap, "'acme/web'", count);
  for (const projectId of others)
    if (crowd > 0) insert(projectId, "'evil/r' || i", crowd / others.length);
}

function seedTokens(database: DatabaseSync, name: string, count: number, expiresAt: number): void {
  if (count === 0) return;
  database
    .prepare(
      `${NUMBERS} insert into tokens (id, kind, hash, issuer, run_id, created_at, expires_at)
       select '${name}-' || i, 'build', randomblob(32), issuers.url, i, 0, ?2
       from n, issuers`,
    )
    .run(count, expiresAt);
  database.exec(
    `insert into token_grants (token_id, project_id, relationship_id, permissions)
     select tokens.id, project_id, trust_relationships.id, permissions
     from tokens, (select * from trust_relationships limit 1) as trust_relationships
     where tokens.id like '${name}-%'`,
  );
}

/** One every thirty seconds until now; their ids are UUIDs as cursors must be. */
function seedEvents(database: DatabaseSync, count: number): void {
  if (count === 0) return;
  database
    .prepare(
      `${NUMBERS} insert into audit_events (id, time, action, decision, claims, scopes, projects,
         permissions, relationships, would_grant, detail, repository_key, run_id)
       select printf('%08x-0000-7000-8000-%012x', i, i),
         strftime('%Y-%m-%dT%H:%M:%fZ', unixepoch() - (?1 - i) * 30, 'unixepoch'), 'exchange', 'granted', ?2,
         json_array(json_object('organizationId', organization_id, 'projectId', id)),
         '["acme/web"]', '["build"]', '[]', '[]', 'null', 'acme/web', i / 4
       from n, projects`,
    )
    .run(count, SEEDED_CLAIMS);
  database.exec(
    `insert into audit_event_scopes
       (organization_id, seq, project_id, decision, repository_key, run_id)
     select organization_id, seq, projects.id, decision, repository_key, run_id
     from audit_events, projects where action = 'exchange'`,
  );
}

/** After the events, which are all of the first one. */
function seedProjects(database: DatabaseSync, count: number): void {
  if (count === 0) return;
  database
    .prepare(
      `${NUMBERS} insert into projects (id, organization_id, name, created_at)
       select printf('00000000-0000-4000-8000-%012x', i), organization_id, 'service-' || i, 0
       from n, (select organization_id from projects limit 1)`,
    )
    .run(count);
}
