import { readFile } from 'node:fs/promises';
import type { PolicyDocument } from '../exchange/policy/document.ts';
import { faultText, PolicyFaults } from '../exchange/policy/fault.ts';
import type { PolicyPlan } from '../exchange/policy/plan.ts';
import { parsePolicy, requireFit } from '../exchange/policy/yaml.ts';
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

/** A policy file that has been read; each of its faults is a line of a failure. */
export interface PolicyFile {
  document: PolicyDocument;
  /** Ends the command if the plan cannot be carried out where this is stored. */
  requireFit(stored: PolicyDocument, plan: PolicyPlan): void;
}

export async function readPolicyFile(path: string, terminal: Terminal): Promise<PolicyFile> {
  const text = await readInput(path, terminal);
  const name = path === '-' ? 'standard input' : path;
  const document = withFile(name, () => parsePolicy(text));
  return {
    document,
    requireFit: (stored, plan) => withFile(name, () => requireFit(text, document, stored, plan)),
  };
}

function withFile<Result>(name: string, judge: () => Result): Result {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof PolicyFaults)) throw error;
    throw new CommandFailure(error.faults.map((fault) => `${name}:${faultText(fault)}`));
  }
}
