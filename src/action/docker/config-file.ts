import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { isMembers, type Members } from '../members.ts';
import { messageOf, oneLine } from '../one-line.ts';
import type { Runner } from '../runner.ts';
import { type FileRights, PRIVATE, writeAtomically } from './atomic-file.ts';

/** Docker's own configuration, `config.json`, as far as it must survive being changed. */
export interface ConfigFile {
  /** Where it really lies, behind links. */
  path: string;
  exists: boolean;
  members: Members;
  /** As JSON.stringify takes it; Docker itself writes tabs. */
  indent: string;
  /** What follows the last brace. */
  end: string;
  rights: FileRights;
}

/** People keep a few logins there; whatever is much larger is not Docker's. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Where Docker looks for it; a relative DOCKER_CONFIG means what it means now. */
export function configPath(runner: Pick<Runner, 'env' | 'home'>): string {
  return join(
    resolve(runner.env('DOCKER_CONFIG') || join(runner.home(), '.docker')),
    'config.json',
  );
}

/** Throws a Failure, and has changed nothing, if it is not what Docker could read. */
export function readConfigFile(given: string): ConfigFile {
  try {
    const path = withoutLinks(given);
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats ? readExisting(path, stats) : { ...NEW, path };
  } catch (error) {
    throw error instanceof Failure ? error : unusable(given, `cannot be read: ${messageOf(error)}`);
  }
}

/** Returns the first folder that had to be made for it, if one had to. */
export function writeConfigFile(file: ConfigFile, members: Members): string | undefined {
  try {
    const made = mkdirSync(dirname(file.path), { recursive: true, mode: 0o700 });
    writeAtomically(
      file.path,
      JSON.stringify(members, undefined, file.indent) + file.end,
      file.rights,
    );
    return made;
  } catch (error) {
    throw unusable(file.path, `cannot be written: ${messageOf(error)}`);
  }
}

export function unusable(path: string, why: string): Failure {
  const message = `Docker's configuration ${oneLine(path)} ${why}. It was left as it is.`;
  return new Failure('docker_not_ready', message);
}

const NEW = { exists: false, members: {}, indent: '\t', end: '', rights: PRIVATE } as const;

/** Docker writes through links, dangling ones included; replacing one would cut it off. */
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

function readExisting(path: string, stats: Stats): ConfigFile {
  // A pipe would never end, nor would a device.
  if (!stats.isFile()) throw unusable(path, 'is not a file');
  if (stats.size > MAX_BYTES) throw unusable(path, 'is too large to be one');
  const text = readFileSync(path, 'utf8');
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
    value = JSON.parse(text);
  } catch {
    throw unusable(path, 'is not valid JSON, so Docker could not read it either');
  }
  if (!isMembers(value)) throw unusable(path, 'is not a JSON object');
  return value;
}

function indentOf(text: string): string {
  return /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '';
}

function endOf(text: string): string {
  return /\s*$/.exec(text)?.[0] ?? '';
}
