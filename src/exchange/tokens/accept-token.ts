import { LRUCache } from 'lru-cache';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { createFindLiveToken, type FindLiveToken, type LiveTokenDeps } from './live-token.ts';
import type { StoredToken, TokenStore } from './token-store.ts';

/**
 * A token that somebody shows as their own: alive, or refused with a reason; its use is noted. Every
 * endpoint that lets somebody in by a token of ours does it through this.
 */
export type AcceptToken = FindLiveToken;

export function createAcceptToken(deps: LiveTokenDeps & NoteUseDeps): AcceptToken {
  const findLiveToken = createFindLiveToken(deps);
  const noteUse = createNoteUse(deps);
  return async (text, found) => {
    const token = await findLiveToken(text, found);
    noteUse(token.stored);
    return token;
  };
}

/** Seconds between two notes of one token: "last used" tells the minute, and no request writes. */
const PRECISION = 60;

/** Tokens remembered at most; of a forgotten one the store still knows when it was noted last. */
const REMEMBERED = 10_000;

interface NoteUseDeps {
  store: Pick<TokenStore, 'noteUse'>;
  clock: Clock;
  log: Log;
}

/** Remembers that a static token was used just now. Nobody waits for it, and it never fails. */
export type NoteUse = (token: StoredToken) => void;

/**
 * Notes at most one use a token and minute, decided in memory: what the store said when the token was
 * found is as old as that, and a hundred requests may have found it before the first note is written.
 */
export function createNoteUse({ store, clock, log }: NoteUseDeps): NoteUse {
  const noted = new LRUCache<string, number>({ max: REMEMBERED });
  return (token) => {
    if (token.kind === 'build') return;
    const { id, kind, lastUsedAt } = token;
    const now = epochSeconds(clock);
    const last = Math.max(lastUsedAt ?? 0, noted.peek(id) ?? 0);
    if (now - last < PRECISION) return;
    noted.set(id, now);
    store.noteUse(kind, id, now).catch((error: unknown) => {
      log.warn({ err: error, token: id }, 'the use of a token could not be noted');
    });
  };
}
