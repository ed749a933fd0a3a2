/**
 * `npm run bench [-- SECTION]`: what Dockpass costs, as ratios within this one run. `full` measures
 * everything, among ten times as many rows of other people and for ten times as long.
 */

import { measureAction } from './action/measure.ts';
import { type Effort, FULL, measureExchange, USUAL } from './exchange/measure.ts';
import { measureApply } from './exchange/measure-apply.ts';
import { measureConsole } from './exchange/measure-console.ts';
import { measureDatabases } from './exchange/measure-databases.ts';
import { measureEndurance } from './exchange/measure-endurance.ts';
import { measureIntrospection } from './exchange/measure-introspection.ts';
import { measureTenants } from './exchange/measure-tenants.ts';
import { type Scene, setScene } from './exchange/scene.ts';
import { printTable, type Row, withinBudget } from './report.ts';

interface Section {
  title: string;
  measure(effort: Effort): Promise<Row[]>;
}

const SECTIONS: Record<string, Section> = {
  action: { title: 'The action', measure: () => measureAction() },
  exchange: { title: 'The exchange', measure: onScene(measureExchange) },
  introspection: {
    title: 'Introspection',
    measure: onScene((scene, { rounds }) => measureIntrospection(scene, rounds)),
  },
  tenants: {
    title: 'Tenants',
    measure: onScene((scene, { rounds }) => measureTenants(scene, rounds)),
  },
  console: { title: 'The console', measure: onScene((scene) => measureConsole(scene)) },
  apply: { title: 'Apply', measure: ({ rounds }) => measureApply(rounds) },
  databases: {
    title: 'Databases',
    measure: onScene((scene, { rounds }) => measureDatabases(scene, rounds)),
  },
  endurance: {
    title: 'Endurance',
    measure: onScene((scene, { endured }) => measureEndurance(scene, endured)),
  },
};

function onScene(measure: (scene: Scene, effort: Effort) => Promise<Row[]>): Section['measure'] {
  return async (effort) => {
    const scene = await setScene(effort.requests);
    try {
      return await measure(scene, effort);
    } finally {
      await scene.close();
    }
  };
}

const wanted = process.argv[2] ?? 'all';
const whole = wanted === 'all' || wanted === 'full';
const sections = Object.entries(SECTIONS).filter(([name]) => whole || name === wanted);
if (sections.length === 0) {
  console.error(`Usage: npm run bench [-- ${[...Object.keys(SECTIONS), 'full'].join(' | ')}]`);
  process.exit(2);
}

const rows: Row[] = [];
for (const [, { title, measure }] of sections) {
  const measured = await measure(wanted === 'full' ? FULL : USUAL);
  printTable(title, measured);
  rows.push(...measured);
}

const over = rows.filter((row) => withinBudget(row) === false).length;
console.log(over === 0 ? '\nEverything is within its budget.' : `\n${over} over budget.`);
process.exitCode = over === 0 ? 0 : 1;
