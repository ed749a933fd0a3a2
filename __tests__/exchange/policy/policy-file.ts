import { describedPlan, planLines } from '../../../src/exchange/policy/describe-plan.ts';
import type { PolicyDocument } from '../../../src/exchange/policy/document.ts';
import { yamlOf } from '../../../src/exchange/policy/entries.ts';
import type { PolicyPlan } from '../../../src/exchange/policy/plan.ts';
import { printPolicy as print, readPolicyFile } from '../../../src/exchange/policy/yaml.ts';
import type { Installation } from '../../../src/exchange/trust/danger.ts';

export function parsePolicy(text: string): PolicyDocument {
  return readPolicyFile(text).document;
}

export function printPolicy(document: PolicyDocument): string {
  return print(yamlOf(document));
}

/** As the command line prints it. */
export function describePlan(plan: PolicyPlan, installation: Installation): string[] {
  return planLines(describedPlan(plan, installation));
}
