import { z } from 'zod';
import type { Page } from '../../stores/ports/page.ts';

/** The parameter of every list that says how much of it. */
export function limitUpTo(max: number, usual: number) {
  return z.coerce
    .number({ error: `is not a number from 1 to ${max}` })
    .int()
    .min(1)
    .max(max)
    .default(usual)
    .meta({ description: `At most so many entries, up to ${max}.` });
}

/** The parameters of every list. */
export const pageQuery = z.strictObject({
  limit: limitUpTo(100, 50),
  after: z
    .uuid({ error: 'is not a valid cursor; send the next of the page before' })
    .optional()
    .meta({ description: 'Where to go on: `next` of the page before.' }),
});

/** A page of a list, for answers. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .meta({ description: 'Cursor of the next page; null: this is the last.' }),
  });
}

/** Entries that are read at a time: each is made ready on the thread that answers jobs. */
const PORTION = 10;

/** Of the entries as JSON; the portion that passes it is the last of its page. */
const MAX_BYTES = 256 * 1024;

/**
 * Each portion asks for one entry more than it shows, to know whether there are more. `idOf` is the id that
 * the list goes by.
 */
export async function pageOf<Entry, Item>(
  { limit, after }: z.output<typeof pageQuery>,
  list: (page: Page) => Promise<Entry[]>,
  idOf: (entry: Entry) => string,
  itemOf: (entry: Entry) => Item,
): Promise<{ items: Item[]; next: string | null }> {
  const items: Item[] = [];
  let place = after ?? null;
  let bytes = 0;
  do {
    const wanted = Math.min(PORTION, limit - items.length);
    const entries = await list({ after: place, limit: wanted + 1 });
    const shown = entries.slice(0, wanted);
    const portion = shown.map(itemOf);
    items.push(...portion);
    bytes += Buffer.byteLength(JSON.stringify(portion));
    const last = shown.at(-1);
    place = entries.length > wanted && last !== undefined ? idOf(last) : null;
  } while (place !== null && items.length < limit && bytes < MAX_BYTES);
  return { items, next: place };
}
