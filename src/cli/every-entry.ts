import type { Page } from '../exchange/stores/ports/page.ts';

const PORTION = 500;

/** All of a list that comes in pages; `idOf` is the id that the list goes by. */
export async function everyEntry<Entry>(
  list: (page: Page) => Promise<Entry[]>,
  idOf: (entry: Entry) => string,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const last = entries.at(-1);
    const page = await list({ after: last === undefined ? null : idOf(last), limit: PORTION });
    entries.push(...page);
    if (page.length < PORTION) return entries;
  }
}
