import type { Operation } from '../../exchange/flows/admin/operation.ts';
import { Problem } from '../../exchange/flows/admin/problem.ts';
import type { Ids } from '../../exchange/flows/admin/target.ts';
import { CommandFailure } from '../failure.ts';

/** The exchange as commands administer it, on this machine or over its API. */
export interface Administration {
  /** The server's URL; null: the database on this machine. */
  server: string | null;
  /**
   * Carries out one operation. `ids`: ids or names, by the names of the path's parameters. Rejects with
   * the Problem that the API would answer, or with a CommandFailure.
   */
  call<Input, Answer extends object | null>(
    operation: Operation<Input, Answer>,
    ids: Ids,
    input: NoInfer<Input>,
  ): Promise<Answer>;
}

/**
 * Opens the exchange that the command line and the environment name, for as long as `work` takes. `create`:
 * a database on this machine that is not there yet is created.
 */
export type Administer = <Result>(
  work: (administration: Administration) => Promise<Result>,
  options?: { create: boolean },
) => Promise<Result>;

/** What a page of a list answers. */
interface ListAnswer<Entry> {
  items: Entry[];
  next: string | null;
}

interface ListInput {
  limit?: unknown;
  after?: string | undefined;
}

/** The largest page that the API answers. */
const PAGE = 100;

/** The entries of a list, page by page. */
export async function* eachEntry<Entry, Input extends ListInput>(
  { call }: Administration,
  operation: Operation<Input, ListAnswer<Entry>>,
  ids: Ids,
  query: Omit<NoInfer<Input>, 'after'>,
): AsyncGenerator<Entry> {
  let after: string | null = null;
  do {
    const place: ListInput = { limit: PAGE, ...query, ...(after !== null && { after }) };
    const { items, next }: ListAnswer<Entry> = await call(operation, ids, place as Input);
    yield* items;
    // A server that repeats itself would keep us asking, and remembering, for ever.
    if (next !== null && next === after)
      throw new CommandFailure(['the list goes on where it has been; check --server']);
    after = next;
  } while (after !== null);
}

/** All of them. */
export async function allEntries<Entry, Input extends ListInput>(
  administration: Administration,
  operation: Operation<Input, ListAnswer<Entry>>,
  ids: Ids = {},
  query: Omit<NoInfer<Input>, 'after'> = {} as Omit<Input, 'after'>,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of eachEntry(administration, operation, ids, query)) entries.push(entry);
  return entries;
}

/** For what need not be there: `call(…).catch(undefinedIfMissing)`. */
export function undefinedIfMissing(error: unknown): undefined {
  if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
}
