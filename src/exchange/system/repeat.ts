/**
 * Runs a task again and again; a turn that comes while it still runs is left out. The function
 * returned ends that, tells a run under way so, and resolves once it is over.
 */
export function repeatEvery(
  milliseconds: number,
  task: (ending: AbortSignal) => Promise<void>,
): () => Promise<void> {
  const ending = new AbortController();
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= task(ending.signal).finally(() => {
      running = undefined;
    });
  }, milliseconds);
  return async () => {
    clearInterval(timer);
    ending.abort();
    await running;
  };
}
