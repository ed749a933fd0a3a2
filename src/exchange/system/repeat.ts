/**
 * Runs a task again and again; a turn that comes while it still runs is left out. The function
 * returned ends that, and resolves once a run under way is over.
 */
export function repeatEvery(milliseconds: number, task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= task().finally(() => {
      running = undefined;
    });
  }, milliseconds);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
