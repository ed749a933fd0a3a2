import { Document, isScalar, visit } from 'yaml';
import type { PolicyDocument } from './document.ts';
import { documentOf, yamlOf } from './entries.ts';
import { PolicyFaults } from './fault.ts';
import { judgeQuotas } from './judge-quotas.ts';
import { judgeReferences } from './judge-references.ts';
import { judgeServerCa } from './judge-server-ca.ts';
import { judgeShape } from './judge-shape.ts';
import type { PolicyPlan } from './plan.ts';
import { located, readYaml } from './yaml-source.ts';

/** Throws PolicyFaults with everything that is wrong, each with its line and a remedy. */
export function parsePolicy(text: string): PolicyDocument {
  const source = readYaml(text);
  const shape = judgeShape(source);
  const faults = [...shape.faults, ...judgeReferences(source)];
  if (!shape.yaml || faults.length > 0) throw new PolicyFaults(faults);
  return documentOf(shape.yaml);
}

/**
 * Throws PolicyFaults with what is wrong with the document that `text` was parsed into, given what is
 * stored and what is to be changed of it.
 */
export function requireFit(
  text: string,
  wanted: PolicyDocument,
  stored: PolicyDocument,
  plan: PolicyPlan,
): void {
  const findings = [...judgeServerCa(wanted, stored), ...judgeQuotas(wanted, stored, plan)];
  if (findings.length === 0) return;
  const source = readYaml(text);
  throw new PolicyFaults(findings.map((finding) => located(finding, source)));
}

/** The same document as YAML that `parsePolicy` reads back, save for defaults, which it leaves out. */
export function printPolicy(policy: PolicyDocument): string {
  const document = new Document(yamlOf(policy), { aliasDuplicateObjects: false });
  visit(document, {
    // Lists of plain values and people fit on a line each.
    Seq(_, node) {
      if (node.items.every(isScalar)) node.flow = true;
    },
    Map(_, node) {
      if (node.has('user')) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 100, flowCollectionPadding: false });
}
