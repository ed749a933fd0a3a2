/** The helper's name in Docker's configuration; its program is `docker-credential-NAME` on PATH. */
export const HELPER_NAME = 'dockpass';

export interface Program {
  name: string;
  text: string;
}

/**
 * The program that Docker finds on PATH: a few lines that start our script with the very Node that
 * runs the action, since jobs need not have one. Windows looks for PATHEXT's endings, among them
 * .CMD: it is the form that Google's Cloud SDK ships its helper in, too.
 */
export function helperProgram(
  platform: NodeJS.Platform,
  node: string,
  script: string,
  root: string,
): Program {
  const name = `docker-credential-${HELPER_NAME}`;
  const parts = [node, script, root];
  if (platform === 'win32') return { name: `${name}.cmd`, text: batchFile(parts) };
  return { name, text: `#!/bin/sh\nexec ${parts.map(shellWord).join(' ')} "$@"\n` };
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** cmd.exe reads a batch file in the console's code page, line by line, and `%` as a variable. */
function batchFile(parts: readonly string[]): string {
  const command = parts.map((part) => `"${part.replaceAll('%', '%%')}"`).join(' ');
  const ascii = /^[\x20-\x7e]*$/.test(command);
  const lines = ['@echo off', ...(ascii ? [] : ['chcp 65001 <nul >nul']), `${command} %*`];
  return lines.map((line) => `${line}\r\n`).join('');
}
