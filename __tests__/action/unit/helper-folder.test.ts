import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  claimStepFolder,
  heldTokens,
  helperRoot,
  holdToken,
} from '../../../src/action/docker/helper-folder.ts';
import { undoDocker } from '../../../src/action/docker/undo.ts';

const HELD = { token: 'dpb_held', obtainedAt: 1 };
const LATE = { token: 'dpb_late', obtainedAt: 2 };

let temp = '';
let folder = '';

beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'dockpass-helper-'));
  folder = claimStepFolder(helperRoot(temp));
  holdToken(folder, HELD);
});
afterEach(() => rmSync(temp, { recursive: true, force: true }));

test('a token that is half written is none yet', () => {
  writeFileSync(join(folder, 'token-2-7.7.new'), '{"token":"dpb_');

  expect(heldTokens(folder)).toEqual([HELD]);
});

test('once post has looked, a helper finds no place for a token that nobody would revoke', async () => {
  const codes: unknown[] = [];
  const mask = () => {
    try {
      holdToken(folder, LATE);
    } catch (error) {
      codes.push((error as NodeJS.ErrnoException).code);
    }
  };

  const tokens = await undoDocker({ mask, warn: (...words) => codes.push(words) }, { folder });

  expect({ tokens, codes }).toEqual({ tokens: ['dpb_held'], codes: ['ENOENT'] });
  expect(existsSync(helperRoot(temp))).toBe(false);
});
