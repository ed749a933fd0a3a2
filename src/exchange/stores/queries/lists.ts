import { type SelectQueryBuilder, sql } from 'kysely';
import type { Page } from '../ports/page.ts';

/** The part of a query's rows that `page` asks for; `id` is the column that the list goes by. */
export function paged<Tables, Table extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  id: Parameters<SelectQueryBuilder<Tables, Table, Row>['orderBy']>[0] & string,
  { after, limit }: Page,
): SelectQueryBuilder<Tables, Table, Row> {
  const ordered = query.orderBy(id).limit(limit);
  return after === null
    ? ordered
    : ordered.where(({ eb, ref }) => eb(ref(id as never), '>', after as never));
}

/** How many rows a query has, to be selected by it. */
export const COUNT = sql<number>`count(*)`.as('count');

export async function countOf<Tables, Table extends keyof Tables>(
  query: SelectQueryBuilder<Tables, Table, { count: number }>,
): Promise<number> {
  return (await query.executeTakeFirstOrThrow()).count;
}
