import { mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../failure/failure.ts';
import { messageOf, oneLine } from '../failure/one-line.ts';
import { removeFolder } from '../system/own-folder.ts';
import type { Runner } from '../system/port.ts';

/** What the step left for buildx. */
export interface BuilderState {
  folder: string;
}

/** Paths of what buildx reads. */
export interface CredentialFiles {
  cacert: string;
  cert: string;
  key: string;
}

/** Their names. */
const CREDENTIAL_FILES: CredentialFiles = {
  cacert: 'ca.pem',
  cert: 'cert.pem',
  key: 'key.pem',
};

/** Every step has a folder of its own, apart from the one that Docker's credential helper needs. */
const PREFIX = 'dockpass-builder-';

/** An empty folder for us alone: mkdtemp(3) makes it with mode 0700. */
export function claimFolder(runner: Pick<Runner, 'env'>): string {
  const temp = runner.env('RUNNER_TEMP');
  if (!temp) throw notReady('The runner has set no RUNNER_TEMP.');
  // buildx takes absolute paths only, and docker/setup-buildx-action splits its input into lines.
  const folder = resolve(temp);
  if (/\p{Cc}/u.test(folder))
    throw notReady(`RUNNER_TEMP (${oneLine(folder)}) has a control character in it.`);
  return local(() => mkdtempSync(join(folder, PREFIX)));
}

/** Nobody has been there before us, and nobody's link is followed. */
export function writeFiles(
  folder: string,
  contents: Readonly<Record<keyof CredentialFiles, string>>,
): CredentialFiles {
  const write = (name: keyof CredentialFiles) => {
    const path = join(folder, CREDENTIAL_FILES[name]);
    writeFileSync(path, contents[name], { mode: 0o600, flag: 'wx' });
    return path;
  };
  return local(() => ({ cacert: write('cacert'), cert: write('cert'), key: write('key') }));
}

/** Takes the credentials away, and the folder unless somebody else's files are in it. */
export function removeCredentials({ folder }: BuilderState): void {
  removeFolder(folder, (name) => Object.values(CREDENTIAL_FILES).includes(name));
}

function local<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw notReady(messageOf(error), error);
  }
}

function notReady(message: string, cause?: unknown): Failure {
  return new Failure('builder_not_ready', message, { cause });
}
