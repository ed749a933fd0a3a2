import { fold, visibleLength } from '../page.ts';

const GUTTER = 2;

/** Rows as aligned columns; the last column is folded so that no line exceeds `width`. */
export function columns(rows: readonly (readonly string[])[], width: number): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count - 1 }, (_, column) =>
    Math.max(...rows.map((row) => visibleLength(row[column] ?? ''))),
  );
  const indent = widths.reduce((sum, each) => sum + each + GUTTER, 0);
  return rows.flatMap((row) => {
    const lead = widths.map((each, column) => padded(row[column] ?? '', each + GUTTER)).join('');
    const [first = '', ...rest] = fold(row[count - 1] ?? '', width - indent);
    return [lead + first, ...rest.map((line) => ' '.repeat(indent) + line)];
  });
}

function padded(text: string, length: number): string {
  return text + ' '.repeat(Math.max(0, length - visibleLength(text)));
}
