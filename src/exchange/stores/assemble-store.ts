import { type Kysely, sql } from 'kysely';
import type { GroupCommit } from './group-commit.ts';
import type { Store } from './port.ts';
import { applyChange } from './queries/apply-policy.ts';
import { insertEvents, listEvents } from './queries/audit-events.ts';
import { prepareFindIssuer } from './queries/issuers.ts';
import { purgeExpired } from './queries/purge.ts';
import { readPolicy } from './queries/read-policy.ts';
import { prepareFindRelationships } from './queries/relationships.ts';
import { listSigningKeys, rotateSigningKey } from './queries/signing-keys.ts';
import { prepareFindToken } from './queries/tokens.ts';
import type { Database } from './schema.ts';
import {
  eventWrite,
  exchangeWrite,
  revocationWrite,
  type Write,
  type WriteOutcome,
} from './writes.ts';

/** What a database driver brings to the store. */
export interface Backend {
  reader: Kysely<Database>;
  /** For transactions that are too rare to share a commit. */
  writer: Kysely<Database>;
  commits: GroupCommit<Write, WriteOutcome>;
  newId: () => string;
}

/** The store of any database: the shared queries over its driver's connections. */
export function assembleStore({ reader, writer, commits, newId }: Backend): Store {
  return {
    findIssuer: prepareFindIssuer(reader),
    findRelationships: prepareFindRelationships(reader),
    findToken: prepareFindToken(reader),
    listEvents: (query) => listEvents(reader, query),
    listSigningKeys: (now) => listSigningKeys(reader, now),
    readPolicy: () => readPolicy(reader),

    commitExchange: async (record) => {
      const outcome = await commits.submit(exchangeWrite(record));
      if (outcome === 'unchanged') throw new Error('An exchange came back as a revocation');
      return outcome;
    },
    revokeToken: async (hash, at, event) =>
      (await commits.submit(revocationWrite(hash, at, event))) === 'committed',
    appendEvent: async (event) => {
      await commits.submit(eventWrite(event));
    },

    applyPolicy: (plan, { actor, at, events }) =>
      writer.transaction().execute(async (trx) => {
        const planned = plan(await readPolicy(trx));
        for (const change of planned.changes) await applyChange(trx, change, { actor, at, newId });
        await insertEvents(trx, events(planned));
        return planned;
      }),
    rotateSigningKey: (key, removeOldAt, event) =>
      writer.transaction().execute(async (trx) => {
        await rotateSigningKey(trx, key, removeOldAt);
        await insertEvents(trx, [event]);
      }),
    purgeExpired: (now, limit) =>
      writer.transaction().execute((trx) => purgeExpired(trx, now, limit)),

    ping: async () => {
      const touch = sql`select 1 from audit_events limit 1`;
      await Promise.all([touch.execute(reader), touch.execute(writer)]);
    },
    close: async () => {
      await commits.idle();
      await reader.destroy();
      await writer.destroy();
    },
  };
}
