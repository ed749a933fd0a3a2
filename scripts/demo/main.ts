import { once } from 'node:events';
import { openStage } from '../../__tests__/support/stage.ts';
import { offerConsole } from './acts/console.ts';
import { createPage, type Page } from './page.ts';
import { StoryFailure, tell } from './story.ts';

/** Aborted by Ctrl-C, by a request to end, and when nobody reads any more (`| head`). */
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopped.abort());
process.stdout.on('error', () => stopped.abort());

/** With `--open` the console is left running until Ctrl-C. */
const isOpen = process.argv.includes('--open');

process.exitCode = await demonstrate();

async function demonstrate(): Promise<number> {
  const page = createPage(process.stdout, stopped.signal);
  try {
    await perform(page);
    if (stopped.signal.aborted) return 0;
    const seconds = (performance.now() / 1000).toFixed(1);
    page.say(`Took ${seconds} s. Every process has ended, and nothing is left behind.`);
    return 0;
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    console.error(error instanceof StoryFailure ? error.message : error);
    return 1;
  }
}

/**
 * Tells the story and clears the stage, whatever happens. Once the demo is stopped the page refuses
 * to be written on, so that the story ends at its next line and leaves nothing running behind it.
 */
async function perform(page: Page): Promise<void> {
  const stage = isOpen ? await openStage({}, 'localhost') : await openStage();
  try {
    await tell(page, stage);
    if (!isOpen) return;
    offerConsole(page, stage);
    if (!stopped.signal.aborted) await once(stopped.signal, 'abort');
  } finally {
    await stage.close();
  }
}
