import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeTerms } from '../inputs.ts';
import { PRIVATE, writeAtomically } from './atomic-file.ts';

/**
 * What the steps of a job leave for the credential helper: `bin` with the program that Docker
 * starts, and a numbered folder for each step that made registries ready. Every token has a file of
 * its own, which is written once: helpers that run at the same time need no agreement.
 */
export function helperRoot(temp: string): string {
  return join(temp, 'dockpass');
}

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
  mkdirSync(root, { recursive: true, mode: 0o700 });
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

export function holdToken(folder: string, held: HeldToken): void {
  const name = `${TOKEN_PREFIX}${held.obtainedAt}-${process.pid}`;
  writeAtomically(join(folder, name), JSON.stringify(held), PRIVATE);
}

/** The one that ends last first. */
export function heldTokens(folder: string): HeldToken[] {
  return namesIn(folder)
    .filter((name) => name.startsWith(TOKEN_PREFIX) && !name.endsWith('.new'))
    .flatMap((name) => (readJson(join(folder, name)) as HeldToken | undefined) ?? [])
    .toSorted((a, b) => endOf(b) - endOf(a));
}

/** Milliseconds since the epoch; Infinity if nobody knows. */
export function endOf({ endsAt }: HeldToken): number {
  return endsAt ?? Number.POSITIVE_INFINITY;
}

const SETTINGS = 'settings.json';
const TOKEN_PREFIX = 'token-';

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
 * Undefined if post has taken the file away. Only we write there, whole files each time. The message
 * of JSON.parse would quote the file, and with it the token.
 */
export function readJson(path: string): unknown {
  const text = unlessGone(() => readFileSync(path, 'utf8'));
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON any more`);
  }
}

function unlessGone<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
