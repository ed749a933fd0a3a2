import { Kysely } from 'kysely';
import type { Random } from '../../system/random.ts';
import { assembleStore } from '../assemble-store.ts';
import { groupCommit } from '../group-commit.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Store } from '../port.ts';
import type { Database } from '../schema.ts';
import type { Write } from '../writes.ts';
import { batchCommitter } from './commit-batch.ts';
import { openReader, openWriter } from './connection.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { sqliteSchema } from './schema-dialect.ts';

export interface SqliteOptions {
  /** File; made with its folder if missing. */
  path: string;
  random: Random;
}

/** Opens the database file and brings its schema up to date. */
export async function openSqliteStore({ path, random }: SqliteOptions): Promise<Store> {
  const database = openWriter(path);
  const writer = new Kysely<Database>({ dialect: nodeSqliteDialect(database) });
  try {
    await migrate(writer, sqliteSchema);
  } catch (error) {
    database.close();
    throw error;
  }
  const commitBatch = batchCommitter(database);
  return assembleStore({
    reader: new Kysely<Database>({ dialect: nodeSqliteDialect(openReader(path)) }),
    writer,
    // Kysely lends its one connection to one user at a time: a batch never lands within a transaction.
    commits: groupCommit((batch: readonly Write[]) =>
      writer.connection().execute(async () => commitBatch(batch)),
    ),
    newId: () => random.id(),
  });
}
