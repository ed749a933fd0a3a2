import type { Terminal } from '../terminal.ts';
import { visible } from '../visible.ts';
import { type Styled, styled, type Text } from './text.ts';

/** A moment as the API has it (ISO 8601 in UTC); null: never. */
export interface Time {
  readonly time: string | null;
  /** Instead of a moment that there is none of. */
  readonly otherwise?: string;
}

export type Cell = string | Styled | Time | null;

const NOTHING = '-';

type Around = Pick<Terminal, 'clock' | 'columns'>;

/** In a table. People read `2h ago`, and programs the moment itself. */
export function cellText(cell: Cell, { clock, columns }: Around): string | Styled {
  if (cell === null || cell === '') return NOTHING;
  if (typeof cell === 'string') return visible(cell);
  if ('style' in cell) return styled(cell.style, visible(cell.text));
  if (cell.time === null) return cell.otherwise ?? NOTHING;
  return columns === undefined ? visible(cell.time) : relativeTime(cell.time, clock());
}

/** Where there is room: the moment, and for people how long ago that is. */
export function fieldText(cell: Cell, around: Around): Text {
  if (cell === null || typeof cell !== 'object' || 'style' in cell || cell.time === null)
    return cellText(cell, around);
  const { time } = cell;
  if (around.columns === undefined) return visible(time);
  return [visible(time), styled('dim', ` (${relativeTime(time, around.clock())})`)];
}

const UNITS = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

const FORMAT = new Intl.RelativeTimeFormat('en', { style: 'narrow' });

/** Such as `3d ago` and `in 2h`; by now it is the past, so a moment ago is `now`. */
export function relativeTime(time: string, now: number): string {
  const seconds = Math.trunc((Date.parse(time) - now) / 1000);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? [];
  return unit && size ? FORMAT.format(Math.trunc(seconds / size), unit) : 'now';
}
