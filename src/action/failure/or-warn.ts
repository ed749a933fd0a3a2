import type { Runner } from '../system/port.ts';
import { messageOf } from './one-line.ts';

/** For one part of the clean-up, none of which may keep the others from being done: warns if it fails. */
export async function orWarn<Result>(
  runner: Pick<Runner, 'warn'>,
  title: string,
  work: () => Result | Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    runner.warn(`Dockpass: ${title}`, messageOf(error));
    return undefined;
  }
}
