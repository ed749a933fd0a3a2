/**
 * Bytes of an event's detail. What quotas allow fits in whole, a relationship before and after a change
 * included, because nothing else remembers what was; what exceeds it is older than they are, or a builder with
 * a dozen authorities.
 */
const MAX_BYTES = 32 * 1024;

interface Limits {
  /** Entries of a list. */
  entries: number;
  /** Characters of a text. */
  characters: number;
}

const LIMITS: readonly Limits[] = [
  { entries: 50, characters: 4000 },
  { entries: 10, characters: 400 },
];

/** The detail, with as much of its lists and texts as there is room for. */
export function boundedDetail(detail: unknown): unknown {
  if (fits(detail)) return detail;
  const shortened = LIMITS.map((limits) => shorten(detail, limits));
  return shortened.find(fits) ?? null;
}

function fits(detail: unknown): boolean {
  return detail === null || Buffer.byteLength(JSON.stringify(detail)) <= MAX_BYTES;
}

function shorten(value: unknown, limits: Limits): unknown {
  if (typeof value === 'string') return shortenText(value, limits);
  if (Array.isArray(value)) return shortenList(value, limits);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, shorten(member, limits)]),
  );
}

function shortenText(text: string, { characters }: Limits): string {
  if (text.length <= characters) return text;
  return `${text.slice(0, characters).toWellFormed()}… (${text.length} characters)`;
}

function shortenList(list: readonly unknown[], limits: Limits): unknown[] {
  const some = list.slice(0, limits.entries).map((entry) => shorten(entry, limits));
  return some.length < list.length ? [...some, `… (${list.length} entries)`] : some;
}
