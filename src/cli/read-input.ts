import { readFile } from 'node:fs/promises';
import { type Fault, Problem } from '../exchange/flows/admin/problem.ts';
import { faultText, PolicyFaults } from '../exchange/policy/fault.ts';
import { pathAt } from '../exchange/policy/paths.ts';
import { type PolicyFile, readPolicyFile as readPolicyText } from '../exchange/policy/yaml.ts';
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

/** A policy file and what to call it. */
export type NamedPolicyFile = PolicyFile & { name: string };

/** Ends the command with a line for each of its faults. */
export async function readPolicyFile(path: string, terminal: Terminal): Promise<NamedPolicyFile> {
  const text = await readInput(path, terminal);
  const name = path === '-' ? 'standard input' : path;
  try {
    return { ...readPolicyText(text), name };
  } catch (error) {
    throw error instanceof PolicyFaults ? faultyFile(name, error) : error;
  }
}

/** What an operation has found wrong with the file that was sent as `policy`, with its lines. */
export function faultsOfFile({ name, faults }: NamedPolicyFile, problem: unknown): unknown {
  if (!(problem instanceof Problem) || !problem.faults.some(isOfPolicy)) return problem;
  const findings = problem.faults.map(({ at, detail }) => ({
    path: pathAt(at).slice(1),
    message: detail,
  }));
  return faultyFile(name, faults(findings));
}

function isOfPolicy({ at }: Fault): boolean {
  return at.startsWith('/policy');
}

function faultyFile(name: string, { faults }: PolicyFaults): CommandFailure {
  return new CommandFailure(faults.map((fault) => `${name}:${faultText(fault)}`));
}
