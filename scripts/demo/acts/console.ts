import type { Stage } from '../../../__tests__/support/stage.ts';
import type { Page } from '../page.ts';

/** The link that `dockpass serve` prints while there is no operator. */
const LINK = /"link":"([^"]+)"/;

/** The same jobs, for those who would rather look: the exchange goes on until the demo is ended. */
export function offerConsole(page: Page, { exchange }: Stage): void {
  const [, link] = LINK.exec(exchange.log) ?? [];
  if (!link) throw new Error(`dockpass serve has printed no link:\n${exchange.log}`);
  page.heading('6', 'The console shows the same to whoever looks after it');
  page.say(
    'Open this link, which dockpass serve prints for the first operator; it works once. The project is acme/web, and the refused job is under Activity.',
  );
  page.box([link]);
  page.say('Ctrl+C ends the exchange and removes everything.');
}
