import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';

/** What one key has used up since its window began. */
export interface Window {
  used: number;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  /** Events that tell of several refusals of the window, each by what they have in common. */
  readonly sharedEvents: Map<string, string>;
}

/** The event that tells of all of one kind within the window: the first that is recorded. */
export function sharedEvent(window: Window, kind: string, record: () => string): string {
  const shared = window.sharedEvents.get(kind) ?? record();
  window.sharedEvents.set(kind, shared);
  return shared;
}

interface WindowOptions {
  /** Milliseconds, from the first time that a key is asked for. */
  length: number;
  /**
   * Keys that are remembered, those that were asked for last: whoever has many addresses must not fill
   * the memory. What is forgotten begins anew.
   */
  max: number;
  clock: Clock;
}

/** Fixed windows, one for each key. */
export function createWindows({ length, max, clock }: WindowOptions): (key: string) => Window {
  // For `max` lru-cache would reserve all places at once: 5 ms for 50,000, and there are several of these.
  const windows = new LRUCache<string, Window>({ maxSize: max, sizeCalculation: () => 1 });
  return (key) => {
    const now = clock();
    const known = windows.get(key);
    if (known && known.endsAt > now) return known;
    const fresh = { used: 0, endsAt: now + length, sharedEvents: new Map<string, string>() };
    windows.set(key, fresh);
    return fresh;
  };
}
