import type { Stage } from '../../__tests__/support/stage.ts';
import { BOX_WIDTH, type Page } from './page.ts';
import { columns } from './show/columns.ts';

/** What the reader needs to know before the first act. */
export function prologue(page: Page, { issuer, exchange }: Stage): void {
  page.title('Dockpass: show who you are, get a pass to the dock');
  page.say(
    'A CI job needs a token to build and push. It stores no secret to get one: it shows the ID token that GitHub signs for it. GitHub is played by a local double; the exchange and the action are the real ones.',
  );
  page.gap();
  page.box(
    columns(
      [
        ['issuer', issuer.url, 'signs as GitHub does'],
        ['exchange', exchange.url, 'dockpass serve, on SQLite'],
      ],
      BOX_WIDTH,
    ),
  );
}

/** Where to go next. */
export function epilogue(page: Page): void {
  page.gap();
  page.title('Where to go next');
  page.box(
    columns(
      [
        ['npm run demo -- --open', 'the same, and then its console to look at'],
        ['README.md', 'the step for your workflow; hosting the exchange'],
        ['docs/refusals.md', 'every refusal: whose move it is, what to do'],
        ['ARCHITECTURE.md', 'the road of a job, and of a request'],
      ],
      BOX_WIDTH,
    ),
  );
}
