import { expect, test } from '@jest/globals';
import { createLog } from '../../../src/exchange/system/log-lines.ts';
import { createNoteUse } from '../../../src/exchange/tokens/accept-token.ts';
import type { StoredUserToken } from '../../../src/exchange/tokens/token-store.ts';

const NOW = 1_800_000_000;

function token(id: string, lastUsedAt: number | null = null): StoredUserToken {
  return {
    kind: 'user',
    id,
    hash: new Uint8Array(32),
    createdAt: NOW,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt,
    user: {
      id: 'ada',
      email: 'ada@example.com',
      emailProven: true,
      operator: false,
      disabledAt: null,
    },
    memberships: [],
  };
}

/** Notes uses into a list; `at` moves the clock, in seconds after NOW. */
function noting() {
  const notes: string[] = [];
  let elapsed = 0;
  const noteUse = createNoteUse({
    store: { noteUse: async (kind, id, at) => void notes.push(`${kind} ${id} ${at - NOW}`) },
    clock: () => (NOW + elapsed) * 1000,
    log: createLog('silent', { write() {} }),
  });
  const at = (seconds: number) => {
    elapsed = seconds;
  };
  return { notes, noteUse, at };
}

test('a use that another process noted within the minute is not noted again', () => {
  const { notes, noteUse, at } = noting();
  noteUse(token('a', NOW - 59));
  expect(notes).toEqual([]);
  at(1);
  noteUse(token('a', NOW - 59));
  expect(notes).toEqual(['user a 1']);
});

test('what the store said is not waited for: a token that was found before the note is not noted twice', () => {
  const { notes, noteUse, at } = noting();
  for (const seconds of [0, 30, 59, 60, 61]) {
    at(seconds);
    noteUse(token('a'));
  }
  expect(notes).toEqual(['user a 0', 'user a 60']);
});

test('a flood of tokens does not fill the memory: the one that was noted longest ago is forgotten', () => {
  const { notes, noteUse } = noting();
  for (let index = 0; index <= 10_000; index++) noteUse(token(`${index}`));
  expect(notes).toHaveLength(10_001);
  noteUse(token('1'));
  noteUse(token('10000'));
  expect(notes).toHaveLength(10_001);
  noteUse(token('0'));
  expect(notes).toHaveLength(10_002);
});
