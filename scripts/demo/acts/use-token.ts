import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../../../__tests__/support/runner/environment.ts';
import { renderLog } from '../../../__tests__/support/runner/workflow-commands.ts';
import type { Stage } from '../../../__tests__/support/stage.ts';
import type { Page } from '../page.ts';
import { introspectionLine } from '../show/introspection.ts';
import type { PassHolder } from './exchange.ts';

const CARELESS = "console.log('token:', process.env.BUILD_TOKEN)";

export async function useToken(page: Page, { exchange }: Stage, pass: PassHolder): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', CARELESS], {
    env: { ...inheritedEnvironment(process.env), ...pass.job.exported },
  });
  if (!stdout.includes(pass.token)) throw new Error('the next step did not get the token');
  page.say('They find it in $BUILD_TOKEN. Even a careless step cannot print it:');
  page.box([
    page.style('bold', '▸ Run echo "token: $BUILD_TOKEN"'),
    renderLog(stdout, pass.main.masks).trimEnd(),
  ]);

  const answer = await exchange.introspect(pass.token);
  if (!answer.active) throw new Error('the token is not active');
  page.label('POST /oauth/introspect: what a service learns that is shown the token');
  page.box([introspectionLine(page.style, answer)]);
}
