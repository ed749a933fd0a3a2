import {
  type ColumnDefinitionNode,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  type PostgresDialectConfig,
  PostgresDriver,
  PostgresIntrospector,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { outageOf } from './outage.ts';
import { statementNames } from './statement-names.ts';
import { TAKE_WRITE_LOCK } from './write-lock.ts';

/** Queries and transactions on connections of `pool`. Owns it and closes it. */
export function poolDialect(pool: Pool): Dialect {
  return dialectOf(new PostgresDriver(driverConfig(pool)));
}

/** The same; each transaction is alone in writing, as if there were one connection that writes. */
export function writerDialect(pool: Pool): Dialect {
  return dialectOf(new LockingDriver(driverConfig(pool)));
}

function dialectOf(driver: PostgresDriver): Dialect {
  return {
    createDriver: () => driver,
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new BytewiseTextCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}

class LockingDriver extends PostgresDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    await super.beginTransaction(connection, settings);
    await connection.executeQuery(CompiledQuery.raw(TAKE_WRITE_LOCK));
  }
}

/**
 * Texts are compared and ordered byte by byte, as in SQLite, whatever language the database was made
 * for: names come in one order, and no index depends on the system's locales.
 */
class BytewiseTextCompiler extends PostgresQueryCompiler {
  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    super.visitColumnDefinition(node);
    if (node.dataType.kind === 'DataTypeNode' && node.dataType.dataType === 'text')
      this.append(' collate "C"');
  }
}

/** Each query is prepared once on each connection. */
function driverConfig(pool: Pool): PostgresDialectConfig {
  const nameOf = statementNames();
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    pool: {
      options: pool.options,
      end: () => pool.end(),
      async connect() {
        const client = await pool.connect().catch((error: unknown) => {
          throw outageOf(error) ?? error;
        });
        const known = clients.get(client);
        if (known) return known;
        const made = preparing(client, nameOf);
        clients.set(client, made);
        return made;
      },
    },
  };
}
