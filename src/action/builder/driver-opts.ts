import type { CredentialFiles } from './files.ts';

/**
 * `driver-opts` of docker/setup-buildx-action, `--driver-opt` of `docker buildx create`: the action
 * takes each line as one option and leaves quotes alone; buildx reads an option as one CSV record of
 * `key=value` fields. So one record in one line holds in both, and between quotes in a shell.
 */
export function driverOpts({ cacert, cert, key }: CredentialFiles, serverName: string): string {
  return [`cacert=${cacert}`, `cert=${cert}`, `key=${key}`, `servername=${serverName}`]
    .map(csvField)
    .join(',');
}

/** RFC 4180 section 2; a backslash of Windows is nothing special there. */
function csvField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
