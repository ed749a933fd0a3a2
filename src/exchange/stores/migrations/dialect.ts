import type { ColumnBuilderCallback, RawBuilder } from 'kysely';

/** What a migration has to say differently in each database. */
export interface SchemaDialect {
  /** 64 bits: seconds since the epoch outlive 2038. */
  integer: 'integer' | 'bigint';
  blob: 'blob' | 'bytea';
  /** Makes an integer column the primary key that numbers rows as they are inserted. */
  numbered: ColumnBuilderCallback;
  /** End of a CREATE TABLE. */
  table: RawBuilder<unknown>;
  /** End of a CREATE TABLE whose rows are always found by their whole primary key or its prefix. */
  keyedTable: RawBuilder<unknown>;
  /** Statements after which the rows of `table` can no longer be changed or deleted. */
  appendOnly(table: string): RawBuilder<unknown>[];
  /** Statements between which the rows of such a table can be changed, by a migration. */
  allowUpdates(table: string): RawBuilder<unknown>[];
  refuseUpdates(table: string): RawBuilder<unknown>[];
  /** Statements after which a number tells whether rules have changed; none where there is one anyway. */
  ruleVersion: RawBuilder<unknown>[];
  /** Statements after which `audit_hours` follows `audit_events`. */
  noteHours: RawBuilder<unknown>[];
  /** Statements after which events before the time in `audit_retention` can be deleted. */
  allowRemovingOldEvents: RawBuilder<unknown>[];
  /** The same for organizations that are made: whether there are several decides what jobs must name. */
  organizationVersion: RawBuilder<unknown>[];
}
