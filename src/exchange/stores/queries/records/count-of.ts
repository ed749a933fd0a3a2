import { type SelectQueryBuilder, sql } from 'kysely';

/** How many rows a query has, to be selected by it. */
export const COUNT = sql<number>`count(*)`.as('count');

export async function countOf<Tables, Table extends keyof Tables>(
  query: SelectQueryBuilder<Tables, Table, { count: number }>,
): Promise<number> {
  return (await query.executeTakeFirstOrThrow()).count;
}
