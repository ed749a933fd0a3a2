import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Members } from '../exchange/answer.ts';
import { Failure } from '../failure/failure.ts';
import { messageOf, oneLine } from '../failure/one-line.ts';
import type { Runner } from '../system/port.ts';
import { type RegularFile, readRegularFile } from '../system/regular-file.ts';
import { type FileRights, PRIVATE, writeAtomically } from './atomic-file.ts';
import { isObject, parseFaithfully } from './json-text.ts';

/** Docker's own configuration, `config.json`, as far as it must survive being changed. */
export interface ConfigFile {
  /** Where it really lies, behind links. */
  path: string;
  exists: boolean;
  /** Numbers in it are as they were written, see json-text.ts. */
  members: Members;
  /** As JSON.stringify takes it; Docker itself writes tabs. */
  indent: string;
  /** What follows the last brace. */
  end: string;
  rights: FileRights;
}

/** People keep a few logins there; whatever is much larger is not Docker's. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Where Docker looks for it, behind links: Docker writes through them, dangling ones included, and
 * replacing one would cut it off. A relative DOCKER_CONFIG means what it means now.
 */
export function configPath(runner: Pick<Runner, 'env' | 'home'>): string {
  const folder = resolve(runner.env('DOCKER_CONFIG') || join(runner.home(), '.docker'));
  const path = join(folder, 'config.json');
  try {
    return withoutLinks(path);
  } catch (error) {
    throw unusable(path, `cannot be read: ${messageOf(error)}`);
  }
}

/** Throws a Failure, and has changed nothing, if it is not what Docker could read. */
export function readConfigFile(path: string): ConfigFile {
  try {
    return statSync(path, { throwIfNoEntry: false })
      ? readExisting(path, readRegularFile(path, MAX_BYTES))
      : { ...NEW, path };
  } catch (error) {
    throw error instanceof Failure ? error : unusable(path, `cannot be read: ${messageOf(error)}`);
  }
}

/** `check` has the last word before the new file takes the place of the old one. */
export function writeConfigFile(file: ConfigFile, members: Members, check: () => void): void {
  const text = JSON.stringify(members, undefined, file.indent) + file.end;
  writeAtomically(file.path, text, file.rights, check);
}

export function unusable(path: string, why: string): Failure {
  const message = `Docker's configuration ${oneLine(path)} ${why}. It was left as it is.`;
  return new Failure('docker_not_ready', message);
}

const NEW = { exists: false, members: {}, indent: '\t', end: '', rights: PRIVATE } as const;

function withoutLinks(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (!link?.isSymbolicLink()) return path;
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return resolve(dirname(path), readlinkSync(path));
  }
}

function readExisting(path: string, { text, stats }: RegularFile): ConfigFile {
  const rights = { mode: stats.mode & 0o777, owner: { uid: stats.uid, gid: stats.gid } };
  // Docker takes an empty file for an empty configuration.
  if (text.trim() === '') return { ...NEW, path, exists: true, rights };
  const members = parse(path, text);
  return { path, exists: true, members, indent: indentOf(text), end: endOf(text), rights };
}

/** The message of JSON.parse would quote the file, and with it somebody's login. */
function parse(path: string, text: string): Members {
  let value: unknown;
  try {
    value = parseFaithfully(text);
  } catch {
    throw unusable(path, 'is not valid JSON, so Docker could not read it either');
  }
  if (value === undefined) throw unusable(path, 'names a member twice, one of which would be lost');
  if (!isObject(value)) throw unusable(path, 'is not a JSON object');
  return value;
}

function indentOf(text: string): string {
  return /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '';
}

function endOf(text: string): string {
  return /\s*$/.exec(text)?.[0] ?? '';
}
