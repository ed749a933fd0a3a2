import type { Stage } from '../../../__tests__/support/stage.ts';
import type { Page } from '../page.ts';
import { introspectionLine } from '../show/introspection.ts';
import { postLog } from '../show/log.ts';
import type { PassHolder } from './exchange.ts';

export async function endJob(page: Page, { exchange }: Stage, pass: PassHolder): Promise<void> {
  const [post] = await pass.job.post();
  if (post?.exitCode !== 0) throw new Error(`post failed:\n${post?.log}`);
  const answer = await exchange.introspect(pass.token);
  if (answer.active) throw new Error('the token is still active after post');

  page.say('The runner runs post, also after a failure. What leaks later opens nothing:');
  page.box(postLog(page.style, post));
  page.label('POST /oauth/introspect: the same token');
  page.box([introspectionLine(page.style, answer)]);
}
