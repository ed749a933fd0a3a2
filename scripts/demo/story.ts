import type { Stage } from '../../__tests__/support/stage.ts';
import { endJob } from './acts/end-job.ts';
import { exchangeIdToken } from './acts/exchange.ts';
import { refuseOtherBranch } from './acts/refuse.ts';
import { trustRepository } from './acts/trust.ts';
import { useToken } from './acts/use-token.ts';
import { epilogue, prologue } from './frame.ts';
import type { Page } from './page.ts';

/** An act that did not go as told; the message names it. */
export class StoryFailure extends Error {
  override readonly name = 'StoryFailure';
}

/** The whole demo. Each act throws if what it shows is not so. */
export async function tell(page: Page, stage: Stage): Promise<void> {
  prologue(page, stage);
  await act(page, '1', 'An operator says whom to trust', () => trustRepository(page, stage));
  const pass = await act(page, '2', 'A job shows its claims and gets a build token', () =>
    exchangeIdToken(page, stage),
  );
  await act(page, '3', 'Later steps use the token; the log never shows it', () =>
    useToken(page, stage, pass),
  );
  await act(page, '4', 'The job ends, and the token with it', () => endJob(page, stage, pass));
  await act(page, '5', 'The same workflow on another branch is refused', () =>
    refuseOtherBranch(page, stage),
  );
  epilogue(page);
}

async function act<Result>(
  page: Page,
  number: string,
  title: string,
  perform: () => Promise<Result>,
): Promise<Result> {
  page.heading(number, title);
  try {
    return await perform();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoryFailure(`The demo failed in step ${number} (${title}): ${reason}`, { cause });
  }
}
