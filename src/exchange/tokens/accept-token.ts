import type { FindLiveToken } from './live-token.ts';
import type { NoteUse } from './note-use.ts';

/**
 * A token that somebody shows as their own: alive, or refused with a reason; its use is noted. Every
 * endpoint that lets somebody in by a token of ours does it through this.
 */
export type AcceptToken = FindLiveToken;

export function createAcceptToken(findLiveToken: FindLiveToken, noteUse: NoteUse): AcceptToken {
  return async (text, found) => {
    const token = await findLiveToken(text, found);
    noteUse(token.stored);
    return token;
  };
}
