import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  claimStepFolder,
  heldTokens,
  holdToken,
  writeSettings,
} from '../../../src/action/docker/helper-folder.ts';
import { undoDocker } from '../../../src/action/docker/undo.ts';

const HELD = { token: 'dpb_held', obtainedAt: 1 };
const LATE = { token: 'dpb_late', obtainedAt: 2 };

let temp = '';
let folder = '';

beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'dockpass-helper-'));
  folder = claimStepFolder(join(temp, 'dockpass'));
  writeSettings(folder, { registries: ['registry.example.com'] });
  holdToken(folder, HELD);
});
afterEach(() => rmSync(temp, { recursive: true, force: true }));

test('a token that is half written is none yet', () => {
  writeFileSync(join(folder, 'token-2-7.7.dockpass-new'), '{"token":"dpb_');

  expect(heldTokens(folder)).toEqual([HELD]);
});

test('once post has looked, a helper finds no place for a token that nobody would revoke', async () => {
  const seen: unknown[] = [];
  const post = {
    mask: () => seen.push(holdToken(folder, LATE)),
    warn: (...words: string[]) => seen.push(words),
    now: () => 3,
    elapsed: () => 3,
    pause: async () => undefined,
    cancelled: new AbortController().signal,
  };

  const tokens = await undoDocker(post, { folder, config: join(temp, 'config.json') });

  expect({ tokens, seen }).toEqual({ tokens: ['dpb_held'], seen: [false] });
  expect(holdToken(folder, LATE)).toBe(false);
  expect(existsSync(join(temp, 'dockpass'))).toBe(false);
});
