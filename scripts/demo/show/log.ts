import type { PhaseResult } from '../../../__tests__/support/runner.ts';
import type { Style } from '../page.ts';

const ACTION = 'dockpass/dockpass@v1';

/** The log of a step's main: the runner's opening lines, then the action's, masks applied. */
export function mainLog(
  style: Style,
  phase: PhaseResult,
  inputs: Record<string, string>,
): string[] {
  return [
    style('bold', `▸ Run ${ACTION}`),
    ...Object.entries(inputs).map(([name, value]) => style('dim', `    ${name}: ${value}`)),
    ...actionLines(style, phase),
  ];
}

export function postLog(style: Style, phase: PhaseResult): string[] {
  return [style('bold', `▸ Post Run ${ACTION}`), ...actionLines(style, phase)];
}

function actionLines(style: Style, { log }: PhaseResult): string[] {
  const lines = log.trimEnd().split('\n');
  return lines.map((line) => (line.startsWith('Error: ') ? style(['bold', 'red'], line) : line));
}
