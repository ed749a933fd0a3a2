import { faultText, PolicyFaults } from '../../../src/exchange/policy/fault.ts';
import { parsePolicy } from './policy-file.ts';

/** What is wrong with a policy file, a line each. */
export function faultsOf(yaml: string): string[] {
  try {
    parsePolicy(yaml);
  } catch (error) {
    if (error instanceof PolicyFaults) return error.faults.map(faultText);
    throw error;
  }
  return [];
}
