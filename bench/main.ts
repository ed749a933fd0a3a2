/**
 * `npm run bench [-- action | exchange | full]`: what Dockpass costs, as ratios within this one run.
 * `full` measures everything, among ten times as many rows of other people.
 */

import { measureAction } from './action/measure.ts';
import { FULL, measureExchange, USUAL } from './exchange/measure.ts';
import { printTable, type Row, withinBudget } from './report.ts';

const SECTIONS = ['all', 'action', 'exchange', 'full'] as const;

const wanted = process.argv[2] ?? 'all';
if (!SECTIONS.some((section) => section === wanted)) {
  console.error('Usage: npm run bench [-- action | exchange | full]');
  process.exit(2);
}

const rows: Row[] = [];
if (wanted !== 'exchange') rows.push(...(await section('The action', measureAction())));
if (wanted !== 'action') {
  const effort = wanted === 'full' ? FULL : USUAL;
  rows.push(...(await section('The exchange', measureExchange(effort))));
}

const over = rows.filter((row) => withinBudget(row) === false).length;
console.log(over === 0 ? '\nEverything is within its budget.' : `\n${over} over budget.`);
process.exitCode = over === 0 ? 0 : 1;

async function section(title: string, measurement: Promise<Row[]>): Promise<Row[]> {
  const measured = await measurement;
  printTable(title, measured);
  return measured;
}
