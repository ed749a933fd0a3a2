import type { HelperEnvironment } from './helper-environment.ts';

/** The helper's name in Docker's configuration. */
export const HELPER_NAME = 'dockpass';

/** What Docker looks for on PATH. */
export const PROGRAM_NAME = `docker-credential-${HELPER_NAME}`;

export interface Program {
  /** Of the file. */
  name: string;
  text: string;
}

/** Paths of what the program starts, and how. */
export interface HelperStart {
  /** The very Node that runs the action, since jobs need not have one. */
  node: string;
  script: string;
  root: string;
  environment: HelperEnvironment;
}

/**
 * The program that Docker finds on PATH: a few lines that start our script. Windows looks for
 * PATHEXT's endings, among them .CMD: it is the form that Google's Cloud SDK ships its helper in, too.
 */
export function helperProgram(platform: NodeJS.Platform, start: HelperStart): Program {
  return platform === 'win32'
    ? { name: `${PROGRAM_NAME}.cmd`, text: batchFile(start) }
    : { name: PROGRAM_NAME, text: shellScript(start) };
}

/** Whether a file in the program's folder is ours, half written ones included. */
export function isProgram(name: string): boolean {
  return name.startsWith(PROGRAM_NAME);
}

function commandOf({ node, script, root, environment }: HelperStart): string[] {
  return [node, ...environment.flags, script, root];
}

/** Nothing but what the shell has built in: the step may have any PATH. */
function shellScript(start: HelperStart): string {
  const { unset, set } = start.environment;
  const lines = [
    '#!/bin/sh',
    `unset ${unset.join(' ')}`,
    ...Object.entries(set).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    `exec ${commandOf(start).map(shellWord).join(' ')} "$@"`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** cmd.exe reads a batch file in the console's code page, line by line, and `%` as a variable. */
function batchFile(start: HelperStart): string {
  const { unset, set } = start.environment;
  const lines = [
    ...unset.map((name) => `set "${name}="`),
    ...Object.entries(set).map(([name, value]) => `set "${name}=${batchWord(value)}"`),
    `${commandOf(start)
      .map((part) => `"${batchWord(part)}"`)
      .join(' ')} %*`,
  ];
  const ascii = lines.every((line) => /^[\x20-\x7e]*$/.test(line));
  return ['@echo off', ...(ascii ? [] : ['chcp 65001 <nul >nul']), ...lines]
    .map((line) => `${line}\r\n`)
    .join('');
}

function batchWord(text: string): string {
  return text.replaceAll('%', '%%');
}
