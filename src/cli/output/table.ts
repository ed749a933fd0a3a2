import stringWidth from 'string-width';
import type { Terminal } from '../terminal.ts';
import { type Cell, cellText } from './cell.ts';
import { plain, type Styled, styled, type Text } from './text.ts';

export interface Column<Entry> {
  heading: string;
  value(entry: Entry): Cell;
  /** May be cut off where the terminal is too narrow. Leave it out of what people copy, such as ids. */
  flexible?: true;
  /** Left out where the terminal is too narrow even so; `show` and --json have it. */
  optional?: true;
}

const GAP = '  ';

/** What is left of a flexible column on the narrowest terminal. */
const MIN_WIDTH = 8;

/** Entries under headings. On a terminal they fit its lines; in a file or a pipe nothing is cut off. */
export function table<Entry>(
  entries: readonly Entry[],
  columns: readonly Column<Entry>[],
  around: Pick<Terminal, 'clock' | 'columns'>,
): Text[] {
  const headings = columns.map(({ heading }) => styled('bold', heading));
  const rows = entries.map((entry) => columns.map(({ value }) => cellText(value(entry), around)));
  const needed = columns.map((_, index) =>
    Math.max(...[headings, ...rows].map((row) => widthOf(row[index] ?? ''))),
  );
  const widths = fitted(needed, columns, around.columns);
  const leftOut = columns.findLastIndex(({ optional }) => optional);
  if (leftOut >= 0 && around.columns !== undefined && widthOfLine(widths) > around.columns)
    return table(entries, columns.toSpliced(leftOut, 1), around);
  return [headings, ...rows].map((row) => rowLine(row, widths));
}

function widthOfLine(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
}

/** Takes from the widest flexible column, again and again, until the line fits or nothing is left. */
function fitted(
  needed: readonly number[],
  columns: readonly Pick<Column<never>, 'flexible'>[],
  available = Number.POSITIVE_INFINITY,
): number[] {
  const widths = [...needed];
  for (let excess = widthOfLine(widths) - available; excess > 0; excess--) {
    const [widest] = columns
      .flatMap(({ flexible }, index) => (flexible ? [index] : []))
      .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
    if (widest === undefined || (widths[widest] ?? 0) <= MIN_WIDTH) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function rowLine(row: readonly (string | Styled)[], widths: readonly number[]): Text {
  return row.flatMap((cell, index) => {
    const width = widths[index] ?? 0;
    const cut = shortened(cell, width);
    if (index === row.length - 1) return [cut];
    return [cut, ' '.repeat(width - widthOf(cut)) + GAP];
  });
}

function widthOf(text: Text): number {
  return stringWidth(plain(text));
}

const GRAPHEMES = new Intl.Segmenter('en');

function shortened(cell: string | Styled, width: number): string | Styled {
  return typeof cell === 'string'
    ? firstColumns(cell, width)
    : styled(cell.style, firstColumns(cell.text, width));
}

/** As much of a text as fits, and a sign that there is more. */
export function firstColumns(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (stringWidth(`${kept}${segment}…`) > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
