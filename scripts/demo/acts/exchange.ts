import type { Job, PhaseResult } from '../../../__tests__/support/runner.ts';
import type { Stage } from '../../../__tests__/support/stage.ts';
import { BOX_WIDTH, type Page } from '../page.ts';
import { columns } from '../show/columns.ts';
import { mainLog } from '../show/log.ts';
import { renderSummary } from '../show/summary.ts';

/** A job that has its build token. */
export interface PassHolder {
  job: Job;
  main: PhaseResult;
  token: string;
}

/** The bundled action, run as the runner runs it, for a push to acme/web's main branch. */
export async function exchangeIdToken(page: Page, stage: Stage): Promise<PassHolder> {
  const inputs = { 'exchange-url': stage.exchange.url, project: 'acme/web', lifetime: '45m' };
  const job = await stage.openJob();
  const main = await job.run({ with: inputs });
  const { token } = main.outputs;
  if (main.exitCode !== 0 || !token) throw new Error(`the action failed:\n${main.log}`);

  page.say('A push to main. The token is for this job alone; the log, as GitHub shows it:');
  page.box(mainLog(page.style, main, inputs));
  page.label('Outputs');
  page.box(outputRows(main.outputs, token));
  page.label('Job summary');
  page.box(renderSummary(main.summary, page.style, BOX_WIDTH));
  return { job, main, token };
}

function outputRows(outputs: Record<string, string>, token: string): string[] {
  const rows = Object.entries(outputs).filter(([, value]) => value !== '');
  return columns(
    rows.map(([name, value]) => [name, value === token ? shortened(token) : value]),
    BOX_WIDTH,
  );
}

/** Enough of a token to recognise it by. */
function shortened(token: string): string {
  return `${token.slice(0, 8)}…`;
}
