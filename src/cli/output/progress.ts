import type { Terminal } from '../terminal.ts';

/** What is over sooner needs no progress. */
const SHOWN_AFTER_MS = 2000;

/** On a terminal, where each line takes the place of the one before. */
const REDRAWN_EVERY_MS = 100;

/** In a file or a pipe, where every line stays. */
const REPEATED_EVERY_MS = 30_000;

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export interface Progress {
  /** So many are done. Call it in loops that do not let timers run. */
  count(done: number, unit: string): void;
}

/** Says on standard error what the command is doing, if that takes longer than two seconds. */
export async function withProgress<Result>(
  { clock, complain, status }: Pick<Terminal, 'clock' | 'complain' | 'status'>,
  doing: string,
  work: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  const started = clock();
  const every = status ? REDRAWN_EVERY_MS : REPEATED_EVERY_MS;
  let counted = '';
  let due = started + SHOWN_AFTER_MS;

  const showIfDue = () => {
    const now = clock();
    if (now < due) return;
    due = now + every;
    const seconds = Math.floor((now - started) / 1000);
    const line = `${doing}${counted}… ${seconds} s`;
    if (status) status(`${frameAt(now)} ${line}`);
    else complain(`${line}\n`);
  };
  const timer = setInterval(showIfDue, REDRAWN_EVERY_MS);
  try {
    return await work({
      count(done, unit) {
        counted = `: ${done.toLocaleString('en')} ${unit}`;
        showIfDue();
      },
    });
  } finally {
    clearInterval(timer);
    status?.('');
  }
}

function frameAt(now: number): string {
  return FRAMES[Math.floor(now / REDRAWN_EVERY_MS) % FRAMES.length] ?? '';
}
