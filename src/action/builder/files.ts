import { mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../failure/failure.ts';
import { messageOf, oneLine } from '../failure/one-line.ts';
import type { Runner } from '../runner.ts';

/** Paths of what buildx reads. */
export interface CredentialFiles {
  cacert: string;
  cert: string;
  key: string;
}

/** Their names. */
export const CREDENTIAL_FILES: CredentialFiles = {
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
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    return path;
  };
  return local(() => ({
    cacert: write(CREDENTIAL_FILES.cacert, contents.cacert),
    cert: write(CREDENTIAL_FILES.cert, contents.cert),
    key: write(CREDENTIAL_FILES.key, contents.key),
  }));
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
