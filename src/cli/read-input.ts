import { readFile } from 'node:fs/promises';
import type { PolicyDocument } from '../exchange/policy/document.ts';
import { faultText, PolicyFaults } from '../exchange/policy/fault.ts';
import { parsePolicy } from '../exchange/policy/yaml.ts';
import { CommandFailure } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** A file that the command line names, where `-` means standard input. */
export async function readInput(path: string, terminal: Terminal): Promise<string> {
  if (path === '-') return await terminal.readInput();
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailure([`cannot read ${path} (${code}); check the path and its permissions`]);
  }
}

/** A policy file; each of its faults is a line of the failure. */
export async function readPolicyFile(path: string, terminal: Terminal): Promise<PolicyDocument> {
  const text = await readInput(path, terminal);
  try {
    return parsePolicy(text);
  } catch (error) {
    if (!(error instanceof PolicyFaults)) throw error;
    const name = path === '-' ? 'standard input' : path;
    throw new CommandFailure(error.faults.map((fault) => `${name}:${faultText(fault)}`));
  }
}
