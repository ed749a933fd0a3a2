import { type Kysely, sql, type Transaction } from 'kysely';
import { systemStopwatch } from '../system/stopwatch.ts';
import { type Commits, createProofOfWriting, shareCommits } from './commits.ts';
import type { Store } from './port.ts';
import type { CommitOutcome } from './ports/exchanges.ts';
import { insertEvents } from './queries/audit-events.ts';
import { purgeEvents } from './queries/audit-retention.ts';
import { listEvents } from './queries/audit-search.ts';
import { prepareFindBuilder } from './queries/builders.ts';
import type { SizeQuery } from './queries/database.ts';
import { prepareFindIssuer } from './queries/issuers.ts';
import { prepareIsShared } from './queries/organizations.ts';
import { findProjects } from './queries/projects.ts';
import { purgeExpired } from './queries/purge.ts';
import { recordsOf } from './queries/records.ts';
import { addRegistryKey, listRegistryKeys, prepareFindRegistry } from './queries/registries.ts';
import { addFirstSigningKey, listSigningKeys } from './queries/signing-keys.ts';
import { prepareFindToken } from './queries/tokens.ts';
import { prepareFindRelationships, prepareIsTrusted } from './queries/trust-relationships.ts';
import { createRuleMemory } from './rule-memory.ts';
import type { Database } from './schema.ts';
import {
  eventWrite,
  exchangeWrite,
  narrowingWrite,
  revocationWrite,
  useWrite,
  type Write,
  type WriteOutcome,
} from './writes.ts';

/** What a database driver brings to the store. */
export interface Backend {
  reader: Kysely<Database>;
  commits: Commits;
  /**
   * One serializable transaction, done again as long as others get in its way; rejects with `UniqueViolation`
   * where a unique value exists already.
   */
  transact<Result>(work: (trx: Transaction<Database>) => Promise<Result>): Promise<Result>;
  /** One write as a part of such a transaction. */
  write(trx: Transaction<Database>, write: Write): Promise<WriteOutcome>;
  /** A transaction that deletes what nobody needs any more, beside all others that write. */
  purge<Result>(work: (trx: Transaction<Database>) => Promise<Result>): Promise<Result>;
  /** Whether several may purge at a time; then each takes rows that the others have not taken. */
  purgesTogether: boolean;
  /**
   * One state of the database, for what administrators read: apart from exchanges, which it keeps neither
   * from their thread nor from their connections.
   */
  snapshot<Result>(work: (trx: Transaction<Database>) => Promise<Result>): Promise<Result>;
  sizeQuery: SizeQuery;
  close(): Promise<void>;
}

/** The store of any database: the shared queries over its driver's connections. */
export function assembleStore({
  reader,
  commits: batches,
  transact: transactOnly,
  write,
  purge,
  purgesTogether,
  snapshot,
  sizeQuery,
  close,
}: Backend): Store {
  const memory = createRuleMemory();
  const proof = createProofOfWriting(systemStopwatch);
  const transact: Backend['transact'] = (work) =>
    transactOnly(work).finally(() => {
      memory.forget();
      proof.withdraw();
    });
  const commits = shareCommits(batches, memory, proof);
  return {
    ...memory.remembering({
      findIssuer: prepareFindIssuer(reader),
      findRelationships: prepareFindRelationships(reader),
      isShared: prepareIsShared(reader),
    }),
    isTrusted: prepareIsTrusted(reader),
    recallRules: memory.recallRules,
    findToken: prepareFindToken(reader, 'hash'),
    findTokenById: prepareFindToken(reader, 'id'),
    // All of a user's projects are a list like an administrator's.
    findProjects: (organizationIds, only) =>
      only === null
        ? snapshot((trx) => findProjects(trx, organizationIds, only))
        : findProjects(reader, organizationIds, only),
    listEvents: (query) => listEvents(reader, query),
    listSigningKeys: (now) => listSigningKeys(reader, now),
    findRegistry: prepareFindRegistry(reader),
    findBuilder: prepareFindBuilder(reader),
    listRegistryKeys: (now) => listRegistryKeys(reader, now),

    commitExchange: async (record) => ofExchange(await commits.submit(exchangeWrite(record))),
    holdRules: (work) =>
      transact((trx) =>
        work({
          findIssuer: prepareFindIssuer(trx),
          findRelationships: prepareFindRelationships(trx),
          isShared: prepareIsShared(trx),
          commitExchange: async (record) => ofExchange(await write(trx, exchangeWrite(record))),
        }),
      ),
    commitNarrowing: async (record) => {
      await commits.submit(narrowingWrite(record));
    },
    revokeToken: async (kind, hash, at, event) =>
      (await commits.submit(revocationWrite(kind, hash, at, event))) === 'committed',
    noteUse: async (kind, id, at) => {
      await commits.submit(useWrite(kind, id, at));
    },
    appendEvent: async (event) => {
      await commits.submit(eventWrite(event));
    },

    addFirstSigningKey: (key, event) =>
      transact(async (trx) => {
        const isFirst = await addFirstSigningKey(trx, key);
        if (isFirst) await insertEvents(trx, [event]);
        return isFirst;
      }),
    addRegistryKey: (key, until, event) =>
      transact(async (trx) => {
        const isAdded = await addRegistryKey(trx, key, until);
        if (isAdded) await insertEvents(trx, [event]);
        return isAdded;
      }),
    purgeExpired: (now, limit) =>
      purge((trx) => purgeExpired(trx, { now, limit, skipLocked: purgesTogether })),
    purgeEvents: (before, limit) =>
      purge((trx) => purgeEvents(trx, { before, limit, skipLocked: purgesTogether })),

    read: (work) => snapshot((trx) => work(recordsOf(trx, sizeQuery))),
    change: (work) => transact((trx) => work(recordsOf(trx, sizeQuery))),

    ping: async () => {
      await Promise.all([
        sql`select 1 from audit_events limit 1`.execute(reader),
        proof.stands() || commits.submit({ kind: 'probe' }),
      ]);
    },
    close: async () => {
      await commits.idle();
      await close();
    },
  };
}

function ofExchange(outcome: WriteOutcome): CommitOutcome {
  if (outcome === 'unchanged') throw new Error('An exchange came back as a revocation');
  return outcome;
}
