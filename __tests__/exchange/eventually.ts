import { setTimeout as delay } from 'node:timers/promises';

/** Generous: a busy machine is slow, but nothing here takes seconds. */
const DEADLINE_MS = 20_000;

/** What `look` finds once it finds something. */
export async function eventually<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(10);
  }
  throw new Error('It did not happen within the deadline.');
}
