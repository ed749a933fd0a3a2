import { constants } from 'node:os';

/**
 * Resolves with the first request to end (SIGTERM of an orchestrator, SIGINT of Ctrl-C). A second one
 * ends the process at once, with the exit code that shells give to a process that a signal killed.
 */
export function askedToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked) process.exit(128 + constants.signals[signal]);
      asked = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}
