/** One measured ratio. Absolute times are shown beside it, but only ratios are comparable. */
export interface Row {
  what: string;
  /** Against the row's base, measured in the same run. */
  ratio?: number;
  /** What the ratio is relative to. */
  base?: string;
  budget?: { atMost: number } | { atLeast: number };
  detail?: string;
}

export function withinBudget({ ratio, budget }: Row): boolean | undefined {
  if (ratio === undefined || !budget) return undefined;
  return 'atMost' in budget ? ratio <= budget.atMost : ratio >= budget.atLeast;
}

export function printTable(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}\n${'─'.repeat(title.length)}`);
  const cells = rows.map(toCells);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of cells)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function toCells(row: Row): string[] {
  const ratio =
    row.ratio === undefined ? '' : `${row.ratio.toFixed(2)}${row.base ? ` × ${row.base}` : ''}`;
  return [row.what, ratio, budgetText(row), row.detail ?? ''];
}

function budgetText(row: Row): string {
  if (!row.budget) return '';
  const bound = 'atMost' in row.budget ? `≤ ${row.budget.atMost}` : `≥ ${row.budget.atLeast}`;
  return `${withinBudget(row) ? 'ok  ' : 'OVER'} ${bound}`;
}
