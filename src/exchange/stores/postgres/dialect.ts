import {
  type ColumnDefinitionNode,
  CompiledQuery,
  type DatabaseConnection,
  DataTypeNode,
  type Dialect,
  PostgresAdapter,
  type PostgresDialectConfig,
  PostgresDriver,
  PostgresIntrospector,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { Pool, QueryConfig, QueryResult } from 'pg';
import { firstError, TAKE_WRITE_LOCK } from './connection.ts';
import { explained, outageOf } from './outage.ts';

/** Queries and transactions on connections of `pool`. Owns it and closes it. */
export function poolDialect(pool: Pool): Dialect {
  return dialectOf(new PoolDriver(driverConfig(pool)));
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

class PoolDriver extends PostgresDriver {
  /** Its failure would take the place of the one that it is for. The connection is not lent again. */
  override async rollbackTransaction(
    ...connection: Parameters<PostgresDriver['rollbackTransaction']>
  ): Promise<void> {
    await super.rollbackTransaction(...connection).catch(() => {});
  }
}

class LockingDriver extends PoolDriver {
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
    if (DataTypeNode.is(node.dataType) && node.dataType.dataType === 'text')
      this.append(' collate "C"');
  }
}

/** Lends connections to kysely; one that was lost is not lent again. */
function driverConfig(pool: Pool): PostgresDialectConfig {
  const prepared = statementCache();
  const connect = async () => {
    const client = await pool.connect().catch(explained);
    let lost = false;
    return {
      query: queryOf((text, values) =>
        client.query(prepared(text, values)).catch((failure: unknown) => {
          const error = firstError(client, failure);
          lost ||= outageOf(error) !== undefined;
          return explained(error);
        }),
      ),
      release: (destroy?: boolean) => client.release(destroy || lost),
    };
  };
  return { pool: { options: pool.options, connect, end: () => pool.end() } };
}

/** Rows have the type that the query was built with; pg cannot know it. There are no cursors. */
function queryOf(query: Query): PostgresPoolClient['query'];
function queryOf(query: Query): unknown {
  return query;
}

type Query = (text: string, values: readonly unknown[]) => Promise<QueryResult>;

/** Queries are few and fixed but for lists of varying length; those are not kept. */
const KEPT_STATEMENTS = 200;

/**
 * Gives queries names, under which a connection prepares them once: planning a look-up over several
 * tables takes the server longer than looking up.
 */
function statementCache(): (text: string, values: readonly unknown[]) => QueryConfig {
  const names = new Map<string, string>();
  return (text, values) => {
    // Without values it may be a command such as BEGIN, which is not worth it.
    if (values.length > 0 && names.size < KEPT_STATEMENTS && !names.has(text))
      names.set(text, `dockpass_${names.size + 1}`);
    const name = names.get(text);
    return { text, values: [...values], ...(name !== undefined && { name }) };
  };
}
