import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeTerms } from '../exchange/exchange.ts';
import { makeFolder, removeFolder } from '../system/own-folder.ts';
import { readRegularFile } from '../system/regular-file.ts';
import { isHalfWritten, PRIVATE, writeAtomically } from './atomic-file.ts';

/**
 * What the steps of a job leave for the credential helper, below `root`: `bin` with the program that
 * Docker starts, and a numbered folder for each step that made registries ready. Every token has a file
 * of its own, which is written once: helpers that run at the same time need no agreement.
 */
export function binFolder(root: string): string {
  return join(root, 'bin');
}

/** What the helper must know of a step. */
export interface StepSettings {
  registries: string[];
  /** How to get another token; absent if there is none to be had. */
  terms?: ExchangeTerms;
}

export interface StepFolder extends StepSettings {
  folder: string;
}

export interface HeldToken {
  token: string;
  /** Milliseconds since the epoch, as `endsAt`. */
  obtainedAt: number;
  /** Absent if nobody knows an end. */
  endsAt?: number;
}

/** A folder for one more step. */
export function claimStepFolder(root: string): string {
  makeFolder(root);
  const [newest = 0] = stepNumbers(root);
  const folder = join(root, String(newest + 1));
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

export function writeSettings(folder: string, settings: StepSettings): void {
  writeAtomically(join(folder, SETTINGS), JSON.stringify(settings), PRIVATE);
}

/** The steps whose post has not run yet, the latest first. */
export function stepsIn(root: string): StepFolder[] {
  return stepNumbers(root).flatMap((number) => {
    const folder = join(root, String(number));
    const settings = readJson(join(folder, SETTINGS)) as StepSettings | undefined;
    return settings ? [{ folder, ...settings }] : [];
  });
}

/**
 * Returns false, and holds nothing, if post has closed the folder: it has looked for tokens already,
 * or will find this one as well.
 */
export function holdToken(folder: string, held: HeldToken): boolean {
  // oxlint-disable-next-line no-restricted-globals -- its number, not its environment
  const path = join(folder, `token-${held.obtainedAt}-${process.pid}`);
  try {
    writeAtomically(path, JSON.stringify(held), PRIVATE);
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
  if (existsSync(join(folder, SETTINGS))) return true;
  rmSync(path, { force: true });
  return false;
}

/** From now on no helper answers from the folder, nor leaves a token in it. */
export function closeStepFolder(folder: string): void {
  rmSync(join(folder, SETTINGS), { force: true });
}

/** What others have put into it stays. */
export function removeStepFolder(folder: string): void {
  removeFolder(
    folder,
    (name) =>
      name === SETTINGS || name === RENEWING || TOKEN_FILE.test(name) || isHalfWritten(name),
  );
}

/** A helper that renews the step's token; see renew.ts. */
export function renewalLock(folder: string): string {
  return join(folder, RENEWING);
}

/** The one that ends last first. */
export function heldTokens(folder: string): HeldToken[] {
  return namesIn(folder)
    .filter((name) => TOKEN_FILE.test(name))
    .flatMap((name) => (readJson(join(folder, name)) as HeldToken | undefined) ?? [])
    .toSorted((a, b) => endOf(b) - endOf(a));
}

/** Milliseconds since the epoch; Infinity if nobody knows. */
export function endOf({ endsAt }: HeldToken): number {
  return endsAt ?? Number.POSITIVE_INFINITY;
}

const SETTINGS = 'settings.json';
const RENEWING = 'renewing';
const TOKEN_FILE = /^token-[0-9]+-[0-9]+$/;
/** Of any of the files. */
const MAX_BYTES = 1024 * 1024;

function stepNumbers(root: string): number[] {
  return namesIn(root)
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .toSorted((a, b) => b - a);
}

/** None if post has taken the folder away. */
function namesIn(folder: string): string[] {
  return unlessGone(() => readdirSync(folder)) ?? [];
}

/**
 * Undefined if there is no such file, or not any more. The message of JSON.parse would quote the
 * file, and with it the token.
 */
export function readJson(path: string): unknown {
  const file = unlessGone(() => readRegularFile(path, MAX_BYTES));
  try {
    return file && JSON.parse(file.text);
  } catch {
    throw new Error(`${path} is not JSON any more`);
  }
}

function unlessGone<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
